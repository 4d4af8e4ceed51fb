/** What the API says of a value or of a side, in the language of the screen. The API itself speaks English, as the commands do. */
import type { Language } from '../../domain/problem/problem.ts'

type Sentence = readonly [english: RegExp, dutch: string, french: string]

const sentences: Sentence[] = [
  [/^has more than (\d+) entries$/u, 'heeft meer dan $1 regels', 'a plus de $1 lignes'],
  [/^before from$/u, 'ligt voor de eerste dag', 'précède le premier jour'],
  [/^is not its name$/u, 'is niet de naam van de koppeling', 'n’est pas le nom de la connexion'],
  [
    /^other settings were saved meanwhile \(revision (\d+)\): look at those first$/u,
    'intussen zijn andere instellingen bewaard (versie $1): bekijk die eerst',
    'd’autres réglages ont été enregistrés entre-temps (version $1) : regardez-les d’abord',
  ],
  [
    /^This is larger than (\S+) kB, the most that is taken here\.$/u,
    'Dit is groter dan $1 kB, het meeste dat hier aanvaard wordt.',
    'Ceci dépasse $1 ko, le maximum accepté ici.',
  ],
  [
    /^This holds characters that do not exist, or is nested too deeply\.$/u,
    'Hier staan tekens in die niet bestaan, of het is te diep genest.',
    'Ceci contient des caractères qui n’existent pas, ou est imbriqué trop profondément.',
  ],
  [
    /^too many wrong keys or passwords were tried; wait an hour$/u,
    'te veel verkeerde sleutels of wachtwoorden geprobeerd; wacht een uur',
    'trop de clés ou de mots de passe erronés ont été essayés ; attendez une heure',
  ],
  [/^may not be empty$/u, 'mag niet leeg zijn', 'ne peut pas être vide'],
  [/^is missing$/u, 'ontbreekt', 'manque'],
  [/^is longer than (\d+) characters$/u, 'is langer dan $1 tekens', 'dépasse $1 caractères'],
  [
    /^holds a character that cannot be printed$/u,
    'bevat een onzichtbaar teken',
    'contient un caractère non imprimable',
  ],
  [
    /^holds a line end or another character that cannot be printed$/u,
    'bevat een regeleinde of een ander onzichtbaar teken',
    'contient un saut de ligne ou un autre caractère non imprimable',
  ],
  [/^holds a blank$/u, 'bevat een spatie', 'contient un espace'],
  [
    /^is no EAN, UPC or ISBN: .*$/u,
    'is geen EAN, UPC of ISBN: het zijn 8 tot 14 cijfers, waarvan het laatste de andere controleert',
    'n’est pas un EAN, un UPC ou un ISBN : il faut de 8 à 14 chiffres, dont le dernier contrôle les autres',
  ],
  [
    /^holds nothing that a product could be known by$/u,
    'bevat niets waaraan een artikel te herkennen is',
    'ne contient rien qui permette de reconnaître un article',
  ],
  [
    /^contradicts \S+\[(\d+)\]: the same product, told otherwise$/u,
    'spreekt een eerdere regel over hetzelfde artikel tegen',
    'contredit une règle précédente sur le même article',
  ],
  [
    /^must be a country code of two letters, e\.g\. BE$/u,
    'moet een landcode van twee letters zijn, bv. BE',
    'doit être un code pays de deux lettres, p. ex. BE',
  ],
  [/^must be a date that exists, e\.g\. .+$/u, 'moet een bestaande datum zijn', 'doit être une date qui existe'],
  [
    /^must be an hour of the day, e\.g\. (.+)$/u,
    'moet een uur van de dag zijn, bv. $1',
    'doit être une heure de la journée, p. ex. $1',
  ],
  [/^must be a journal key, e\.g\. (.+)$/u, 'moet een dagboek zijn, bv. $1', 'doit être un journal, p. ex. $1'],
  [
    /^must be hourly, atOnce or daily@HH:MM$/u,
    'kies elk uur, meteen, of elke dag op een uur',
    'choisissez chaque heure, aussitôt, ou chaque jour à une heure',
  ],
  [
    /^must be a whole number from (\d+) to (\d+)$/u,
    'moet een geheel getal van $1 tot $2 zijn',
    'doit être un nombre entier de $1 à $2',
  ],
  [/^must be a number$/u, 'moet een getal zijn', 'doit être un nombre'],
  [/^must be 0 or more$/u, 'mag niet onder 0 liggen', 'ne peut pas être négatif'],
  [/^must be 100 or less$/u, 'mag niet boven 100 liggen', 'ne peut pas dépasser 100'],
  [/^has more than 2 decimals$/u, 'heeft meer dan 2 decimalen', 'a plus de 2 décimales'],
  [
    /^must be an amount in euro.*$/u,
    'moet een bedrag in euro zijn met hoogstens 2 decimalen',
    'doit être un montant en euros avec 2 décimales au plus',
  ],
  [/^is not a VAT number of (\w+)$/u, 'is geen btw-nummer van $1', 'n’est pas un numéro de TVA de $1'],
  [/^lies before seller\.oss\.from$/u, 'ligt voor de eerste dag van OSS', 'précède le premier jour OSS'],
  [
    /^must have one of ean, offerReference and titleContains$/u,
    'vul precies één van EAN, referentie en titel in',
    'remplissez exactement un de EAN, référence et titre',
  ],
  [/^must be a year$/u, 'moet een jaar zijn', 'doit être une année'],
  [/^is not a key of a connection file$/u, 'kennen we niet in deze instellingen', 'n’est pas connu dans ces réglages'],
  [/^must be one of (.+)$/u, 'moet een van deze zijn: $1', 'doit être un de : $1'],
  [
    /^must be (?:an object|a list|a text|true or false|a whole number)$/u,
    'heeft niet de juiste vorm',
    'n’a pas la bonne forme',
  ],
  [/^is not a valid key$/u, 'is geen geldige sleutel', 'n’est pas une clé valable'],
  [/^lies more than a year ahead$/u, 'ligt meer dan een jaar vooruit', 'est à plus d’un an'],
  [
    /^repeats vat\.codes\[(\d+)\].*$/u,
    'komt twee keer voor: zelfde soort, land en tarief',
    'figure deux fois : même sorte, pays et taux',
  ],
  [/^connection \S+ was removed$/u, 'de koppeling is verwijderd', 'la liaison a été supprimée'],
  [
    /^cannot change yet: (\d+) documents? .*$/u,
    'kan nog niet wijzigen: $1 documenten zijn onzeker en worden nog gezocht',
    'ne peut pas encore changer : $1 documents sont incertains et encore recherchés',
  ],
  [
    /^The period ends .* before it begins .*$/u,
    'De periode eindigt voor ze begint.',
    'La période se termine avant de commencer.',
  ],
  [
    /^Orders from (\d{4})-(\d{2})-(\d{2}) on are read by themselves.*$/u,
    'Bestellingen vanaf $3/$2/$1 worden vanzelf opgehaald; een periode begint voor die dag.',
    'Les commandes à partir du $3/$2/$1 sont lues d’elles-mêmes ; une période commence avant ce jour.',
  ],
  [
    /^no software house id.*$/u,
    'er is nog geen softwarehuis-id van Octopus ingesteld',
    'il n’y a pas encore d’identifiant de maison de logiciels Octopus',
  ],
  [
    /^login was refused; it is not tried again.*$/u,
    'de aanmelding werd geweigerd; ze wordt pas opnieuw geprobeerd met nieuwe sleutels',
    'la connexion a été refusée ; elle n’est réessayée qu’avec de nouvelles clés',
  ],
  [/^login refused(?:: .*)?$/u, 'de aanmelding wordt geweigerd', 'la connexion est refusée'],
  [/^no access(?:: .*)?$/u, 'geen toegang', 'pas d’accès'],
  [/^request refused(?:: .*)?$/u, 'de vraag werd geweigerd', 'la demande a été refusée'],
  [/^did not answer(?:: .*)?$/u, 'antwoordt nu niet', 'ne répond pas'],
  [/^shop (".*") \((\S+)\), VAT (\S+)$/u, 'winkel $1 ($2), btw $3', 'boutique $1 ($2), TVA $3'],
  [/^shop (".*") \((\S+)\)$/u, 'winkel $1 ($2)', 'boutique $1 ($2)'],
  [
    /^the shop (".*") \(\S+\) is active in another connection.*$/u,
    'de winkel $1 hangt al aan een andere koppeling',
    'la boutique $1 est déjà liée ailleurs',
  ],
  [
    /^these keys are of the shop (".*") \(.*$/u,
    'deze sleutels zijn van de winkel $1; maak daarvoor een eigen koppeling',
    'ces clés sont de la boutique $1 ; créez une liaison propre pour elle',
  ],
  [
    /^dossier (\d+) answers, (\d+) book years$/u,
    'dossier $1 antwoordt, $2 boekjaren',
    'le dossier $1 répond, $2 exercices',
  ],
  [
    /^no book year for (\d{4})-(\d{2})-(\d{2})$/u,
    'er is geen boekjaar voor $3/$2/$1',
    'il n’y a pas d’exercice pour le $3/$2/$1',
  ],
  [/^book year (\S+) … (\S+) is closed$/u, 'boekjaar $1 … $2 is afgesloten', 'l’exercice $1 … $2 est clôturé'],
  [/^book year (\S+) … (\S+)$/u, 'boekjaar $1 … $2', 'exercice $1 … $2'],
  [
    /^journal (\S+) does not exist in this book year$/u,
    'dagboek $1 bestaat niet in dit boekjaar',
    'le journal $1 n’existe pas dans cet exercice',
  ],
  [/^journal (\S+ ".*") is for \w+$/u, 'dagboek $1 is van een andere soort', 'le journal $1 est d’une autre sorte'],
  [/^journal (\S+ ".*") is closed$/u, 'dagboek $1 is gesloten', 'le journal $1 est fermé'],
  [
    /^journal (\S+ ".*") is open, last number (\d+)$/u,
    'dagboek $1 is open, laatste nummer $2',
    'le journal $1 est ouvert, dernier numéro $2',
  ],
  [
    /^journal (\S+ ".*") is open, last number (\d+): it already holds.*$/u,
    'dagboek $1 bevat al documenten van anderen; een eigen dagboek is veiliger',
    'le journal $1 contient déjà des documents d’autres ; un journal propre est plus sûr',
  ],
  [
    /^VAT code (\S+) for (.+): not in the dossier$/u,
    'btw-code $1 voor $2 staat niet in het dossier',
    'le code TVA $1 pour $2 n’est pas dans le dossier',
  ],
  [
    /^VAT code (\S+) for (.+): the dossier says (.+)$/u,
    'btw-code $1 voor $2: het dossier zegt $3',
    'code TVA $1 pour $2 : le dossier dit $3',
  ],
  [
    /^VAT code (\S+) for (.+): is no sales code$/u,
    'btw-code $1 voor $2 is geen verkoopcode',
    'le code TVA $1 pour $2 n’est pas un code de vente',
  ],
  [
    /^account (\d+) is not in book year (\d+)$/u,
    'rekening $1 staat niet in boekjaar $2',
    'le compte $1 n’est pas dans l’exercice $2',
  ],
]

/** What is not in the table stays in English: better read than lost. */
export function saidIn(language: Language, english: string): string {
  if (language === 'en') return english
  for (const [pattern, dutch, french] of sentences) {
    const found = pattern.exec(english)
    if (found !== null)
      return (language === 'nl' ? dutch : french).replaceAll(
        /\$(\d)/gu,
        (_, index: string) => found[Number(index)] ?? '',
      )
  }
  return english
}
