"""The texts of the desk, Dutch and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flows.pages.kit import language
from flows.pages.kit.language import COMMON

if TYPE_CHECKING:
    from flows.pages.kit.language import Texts

TEXTS: Texts = {
    "desk": ("Beoordeling banenafspraak", "Review of the jobs agreement"),
    "home": ("Kandidaten en publicaties", "Candidates and releases"),
    "stewards": ("Beoordelaars en sleutels", "Stewards and keys"),
    "sign_out": ("Uitloggen", "Sign out"),
    "signed_in": ("Ingelogd als {steward}", "Signed in as {steward}"),
    "main_menu": ("Hoofdmenu", "Main menu"),
    # signing in
    "sign_in": ("Inloggen", "Sign in"),
    "sign_in_text": (
        "U logt in met uw toegangssleutel (passkey). Uw browser vraagt om uw pincode, vingerafdruk of "
        "beveiligingssleutel.",
        "You sign in with your passkey. Your browser asks for your PIN, fingerprint or security key.",
    ),
    "sign_in_button": ("Inloggen met toegangssleutel", "Sign in with a passkey"),
    "needs_js": (
        "Inloggen en ondertekenen kan alleen met JavaScript. Lezen kan zonder.",
        "Signing in and signing need JavaScript. Reading does not.",
    ),
    "no_passkey": ("Nog geen toegangssleutel?", "No passkey yet?"),
    "to_register": ("Toegangssleutel registreren", "Register a passkey"),
    "to_confirm": (
        "De toegangssleutel van een ander bevestigen met uw SSH-sleutel",
        "Confirm the passkey of another steward with your SSH key",
    ),
    "register_text": (
        "Een toegangssleutel hoort bij één beoordelaar. U ondertekent de registratie met uw SSH-sleutel, of met een "
        "toegangssleutel die al geldt. Daarna moet een andere beoordelaar hem bevestigen.",
        "A passkey belongs to one steward. You sign its registration with your SSH key, or with a passkey that is "
        "valid already. Then another steward has to confirm it.",
    ),
    "your_name": ("Uw naam, zoals die in de lijst van beoordelaars staat", "Your name, as the list of stewards has it"),
    "register_button": ("Toegangssleutel maken", "Make a passkey"),
    "confirm_text": (
        "Vraag de ander om de code van de toegangssleutel, mondeling. Vergelijk alle tekens.",
        "Ask the other steward for the code of the passkey, in person. Compare every character.",
    ),
    "code": ("Code", "Code"),
    "code_of": ("Code van de toegangssleutel", "Code of the passkey"),
    "next": ("Verder", "Continue"),
    "sign_elsewhere": ("Ondertekenen met uw SSH-sleutel", "Sign with your SSH key"),
    "sign_elsewhere_text": (
        "Bewaar deze tekst als bestand, onderteken het op uw eigen machine en plak de handtekening hieronder. "
        "De tekst geldt een half uur, of tot er iets anders gebeurt.",
        "Save this text as a file, sign it on your own machine and paste the signature below. The text holds for half "
        "an hour, or until something else happens.",
    ),
    "text_to_sign": ("Tekst", "Text"),
    "download": ("De tekst als bestand", "The text as a file"),
    "signature": ("Handtekening (alle regels)", "Signature (every line)"),
    "hand_in": ("Indienen", "Hand in"),
    "tell_code": (
        "Geef deze code mondeling door aan de beoordelaar die hem bevestigt:",
        "Tell this code in person to the steward who confirms it:",
    ),
    "handed_in": ("Vastgelegd", "Recorded"),
    "handed_in_register": (
        "De registratie staat in het logboek. De toegangssleutel geldt zodra een andere beoordelaar hem bevestigt.",
        "The registration is in the trail. The passkey is valid as soon as another steward confirms it.",
    ),
    "handed_in_passkey-confirmed": ("De toegangssleutel geldt.", "The passkey is valid."),
    "handed_in_passkey-ended": ("De toegangssleutel is beëindigd.", "The passkey was ended."),
    # the list
    "candidates": ("Kandidaten", "Candidates"),
    "releases": ("Publicaties", "Releases"),
    "no_candidates": ("Er zijn geen kandidaten.", "There are no candidates."),
    "no_releases": ("Er is nog niets gepubliceerd.", "Nothing was published yet."),
    "candidate": ("Kandidaat", "Candidate"),
    "what": ("Wat het is", "What it is"),
    "first": ("eerste meting", "first measurement"),
    "new_year": ("nieuw jaar", "new year"),
    "redelivery": ("nieuwe levering van een gepubliceerd jaar", "redelivery of a released year"),
    "restatement": ("herziening van gepubliceerde cijfers", "restatement of released figures"),
    "built": ("Gebouwd", "Built"),
    "built_by": ("{at}, door {who}", "{at}, by {who}"),
    "not_recorded": ("niet in het logboek", "not in the trail"),
    "awaiting review": ("wacht op beoordeling", "awaiting review"),
    "approved": ("goedgekeurd", "approved"),
    "rejected": ("afgewezen", "rejected"),
    "published": ("gepubliceerd", "published"),
    "withdrawn": ("ingetrokken", "withdrawn"),
    "current": ("zichtbaar voor lezers", "what readers see"),
    "approvals": ("Goedkeuringen", "Approvals"),
    "approvals_of": ("{count} van {needed} goedkeuringen", "{count} of {needed} approvals"),
    "warnings": ("Waarschuwingen", "Warnings"),
    "changed": ("Gepubliceerde cijfers die veranderen", "Released figures that would change"),
    "counting": ("wordt geteld", "being counted"),
    "next_step": ("Volgende stap", "Next step"),
    "next_approve_1": ("nog {count} goedkeuring", "{count} more approval"),
    "next_approve_n": ("nog {count} goedkeuringen", "{count} more approvals"),
    "next_publish": ("publiceren, door de beheerder", "publish, by the operator"),
    "next_build": ("iets anders bouwen", "build something else"),
    "next_none": ("geen", "none"),
    "synthetic_short": ("synthetisch", "synthetic"),
    # a candidate
    "candidate_of": ("Kandidaat {id}", "Candidate {id}"),
    "release_of": ("Publicatie {id}", "Release {id}"),
    "compared_with": ("Vergeleken met", "Compared with"),
    "no_base": ("geen eerdere publicatie", "no earlier release"),
    "digest": ("Vingerafdruk van de kandidaat", "Digest of the candidate"),
    "report": ("Rapport voor beoordelaars", "Report for stewards"),
    "report_frame": ("Rapport voor beoordelaars van {id}", "Report for stewards on {id}"),
    "open_report": ("Het rapport in een eigen venster", "The report in a window of its own"),
    "open_factsheet": ("Factsheet", "Factsheet"),
    "open_quality": ("Kwaliteitsrapport", "Quality report"),
    "open_landing": ("Beginpagina voor lezers", "Start page for readers"),
    "differences": ("Verschillen met {with}", "Differences from {with}"),
    "said": ("Besluiten en opmerkingen", "Decisions and comments"),
    "nothing_said": ("Nog niemand heeft iets besloten of gezegd.", "Nobody has decided or said anything yet."),
    "hidden_note": (
        "De toelichting ziet u zodra u zelf hebt goedgekeurd of de kandidaat is beoordeeld.",
        "You see the note once you have approved yourself, or the candidate is decided on.",
    ),
    "void": (
        "vervallen: de toegangssleutel is beëindigd, of de kandidaat of de instellingen zijn veranderd",
        "void: the passkey was ended, or the candidate or the settings changed",
    ),
    "to_trail": ("Logboek van deze kandidaat", "Trail of this candidate"),
    "decide": ("Uw besluit", "Your decision"),
    "checklist": ("Controlelijst", "Checklist"),
    "checklist_text": (
        "Vink elk punt aan en schrijf erbij waarom u het accepteert. Goedkeuren kan als alle punten een toelichting "
        "hebben. Laat nummers en namen van mensen weg.",
        "Tick each item and write why you accept it. You can approve when every item has a note. Leave numbers and "
        "names of people out.",
    ),
    "checklist_empty": (
        "Er zijn geen waarschuwingen en geen gepubliceerde cijfers die veranderen.",
        "There are no warnings, and no released figures change.",
    ),
    "note_on": ("Toelichting bij: {title}", "Note on: {title}"),
    "warned": (
        "{wrong} ({failed} van {checked}).",
        "{wrong} ({failed} of {checked}).",
    ),
    "changed_title": ("Gepubliceerde cijfers: {table}", "Released figures: {table}"),
    "changed_figures_1": ("{count} gepubliceerd cijfer verandert.", "{count} released figure changes."),
    "changed_figures_n": ("{count} gepubliceerde cijfers veranderen.", "{count} released figures change."),
    "note": ("Algemene toelichting, reden of opmerking", "General note, reason or comment"),
    "approve": ("Goedkeuren", "Approve"),
    "reject": ("Afwijzen", "Reject"),
    "comment": ("Opmerking plaatsen", "Comment"),
    "rollback": ("Lezers naar deze publicatie terugleiden", "Lead readers back to this release"),
    "withdraw": ("Publicatie intrekken", "Withdraw this release"),
    "still_to_do_1": ("Nog {count} punt zonder vinkje of toelichting.", "{count} item without a tick or a note."),
    "still_to_do_n": ("Nog {count} punten zonder vinkje of toelichting.", "{count} items without a tick or a note."),
    "what_you_sign": ("Dit ondertekent u", "This is what you sign"),
    "final": (
        "Afwijzen is definitief: dezelfde invoer blijft afgewezen.",
        "A rejection is final: the same inputs stay rejected.",
    ),
    "cannot_read": (
        "Deze kandidaat is niet zoals hij gebouwd is; er kan niets over besloten worden. Vraag de beheerder hem "
        "opnieuw te bouwen of te herstellen.",
        "This candidate is not as it was built; nothing can be decided on it. Ask the operator to build it again or to "
        "restore it.",
    ),
    # the trail
    "trail": ("Logboek", "Trail"),
    "trail_of": ("Logboek van {id}", "Trail of {id}"),
    "trail_text": (
        "Elke regel is vastgelegd in één keten voor deze omgeving; geen regel wordt ooit veranderd.",
        "Each line is an entry of one chain for this home; none is ever changed.",
    ),
    "number": ("Nummer", "Number"),
    "who": ("Wie", "Who"),
    "did": ("Wat", "What"),
    "signed_with": ("Ondertekend met", "Signed with"),
    "with_passkey": ("toegangssleutel", "passkey"),
    "with_ssh": ("SSH-sleutel", "SSH key"),
    "with_service": ("dienst", "service"),
    "entry_digest": ("Vingerafdruk", "Digest"),
    "head": ("Kop van de keten: regel {number}", "Head of the chain: entry {number}"),
    "did_init": ("omgeving gemaakt", "home made"),
    "did_stewards": ("beoordelaars bevestigd", "stewards confirmed"),
    "did_build": ("gebouwd", "built"),
    "did_comment": ("opmerking", "comment"),
    "did_approve": ("goedgekeurd", "approved"),
    "did_reject": ("afgewezen", "rejected"),
    "did_publish": ("gepubliceerd", "published"),
    "did_rollback": ("terugkeer gevraagd", "rollback asked"),
    "did_rolled-back": ("lezers teruggeleid", "readers led back"),
    "did_withdraw": ("intrekking gevraagd", "withdrawal asked"),
    "did_withdrawn": ("ingetrokken", "withdrawn"),
    "did_key-rotated": ("pseudoniemsleutel vervangen", "pseudonym key replaced"),
    "did_destroy": ("jaar vernietigd", "year destroyed"),
    "did_passkey": ("toegangssleutel geregistreerd", "passkey registered"),
    "did_passkey-confirmed": ("toegangssleutel bevestigd", "passkey confirmed"),
    "did_passkey-ended": ("toegangssleutel beëindigd", "passkey ended"),
    # stewards
    "steward": ("Beoordelaar", "Steward"),
    "ssh_key": ("SSH-sleutel", "SSH key"),
    "valid": ("Geldig", "Valid"),
    "valid_always": ("altijd", "always"),
    "valid_from": ("vanaf {day}", "from {day}"),
    "valid_to": ("tot en met {day}", "until {day}"),
    "passkeys": ("Toegangssleutels", "Passkeys"),
    "no_passkeys": ("Nog niemand heeft een toegangssleutel.", "Nobody has a passkey yet."),
    "registered": ("Geregistreerd", "Registered"),
    "passkey_state": ("Stand", "State"),
    "is_valid": ("geldig, bevestigd door {who}", "valid, confirmed by {who}"),
    "is_pending": ("wacht op bevestiging door een ander", "to be confirmed by another steward"),
    "is_ended": ("beëindigd op {at}", "ended on {at}"),
    "passkey-confirmed": ("Bevestigen", "Confirm"),
    "passkey-ended": ("Beëindigen", "End"),
    "of_passkey": ("{do}: {steward}, {code}", "{do}: {steward}, {code}"),
    "end_text": (
        "Beëindig een toegangssleutel die kwijt is. Goedkeuringen ermee waarop nog niets is gepubliceerd, vervallen.",
        "End a passkey that was lost. Approvals with it that nothing was published on become void.",
    ),
    "here": ("(u)", "(you)"),
    # the differences
    "diff_of": ("Verschillen tussen {older} en {newer}", "Differences between {older} and {newer}"),
    "against": ("Vergelijk met", "Compare with"),
    "compare": ("Vergelijken", "Compare"),
    "search": ("Zoek in tabellen en cellen", "Search tables and cells"),
    "no_differences": ("Er zijn geen verschillen.", "There are no differences."),
    "origin_of": ("Waar een cijfer van {id} vandaan komt", "Where a figure of {id} comes from"),
    "first_of": (
        "De eerste {shown} van {count}. Zoek om de andere te zien.",
        "The first {shown} of {count}. Search to see others.",
    ),
    "cell": ("Cel", "Cell"),
    "figure_name": ("Cijfer", "Figure"),
    "before": ("Was", "Was"),
    "after": ("Wordt", "Becomes"),
    "difference": ("Verschil", "Difference"),
    "relative": ("In procent", "In percent"),
    "kind_changed": ("anders", "changed"),
    "kind_withheld": ("wordt geheim", "withheld now"),
    "kind_shown": ("niet meer geheim", "no longer withheld"),
    "kind_added": ("nieuw", "new"),
    "kind_gone": ("vervalt", "gone"),
    # what goes wrong
    "wrong": ("Dat gaat niet", "That is not possible"),
    "back": ("Terug naar het overzicht", "Back to the overview"),
    "e_not_found": ("Deze pagina is er niet.", "There is no such page."),
    "e_sign_in": ("U bent niet ingelogd. Log opnieuw in.", "You are not signed in. Sign in again."),
    "e_csrf": (
        "Dit formulier is verlopen. Laad de pagina opnieuw.",
        "This form is no longer valid. Load the page again.",
    ),
    "e_body": ("Dit verzoek kan de beoordeling niet lezen.", "The desk cannot read this request."),
    "e_identity": (
        "De naam waarmee u bent aangemeld is niet die van een beoordelaar, of niet die van de toegangssleutel.",
        "The name by which you are known here is no steward's, or not that of the passkey.",
    ),
    "e_passkey": (
        "Deze toegangssleutel geldt hier niet: hij is onbekend, nog niet bevestigd of beëindigd, of u bent niet "
        "herkend met pincode of vingerafdruk.",
        "This passkey is not valid here: it is unknown, not confirmed yet or ended, or you were not recognised by "
        "PIN or fingerprint.",
    ),
    "e_challenge": (
        "Deze vraag om te ondertekenen is verlopen of al gebruikt. Begin opnieuw.",
        "This request to sign has expired or was used already. Begin again.",
    ),
    "e_count": (
        "Deze toegangssleutel telt terug: er is misschien een kopie. Beëindig hem en registreer een nieuwe.",
        "This passkey counts backwards: there may be a copy. End it and register a new one.",
    ),
    "e_notes": (
        "Goedkeuren kan niet: schrijf een toelichting bij {missing}.",
        "This cannot be approved: write a note on {missing}.",
    ),
    "e_note": ("Schrijf waarom.", "Write why."),
    "e_other": (
        "De kandidaat is veranderd sinds u de pagina opende. Laad de pagina opnieuw en beoordeel opnieuw.",
        "The candidate has changed since you opened the page. Load the page again and review again.",
    ),
    "e_verb": ("Dit besluit bestaat niet.", "There is no such decision."),
    "e_number": (
        "In de toelichting staat misschien een burgerservicenummer. Laat nummers van mensen weg.",
        "The note may hold a citizen service number. Leave numbers of people out.",
    ),
    "e_already": (
        "U hebt hem al goedgekeurd; een andere beoordelaar moet dat ook doen.",
        "You approved it already; another steward has to.",
    ),
    "e_builder": (
        "U hebt hem zelf gebouwd; een andere beoordelaar moet hem goedkeuren.",
        "You built it yourself; another steward has to approve it.",
    ),
    "e_rejected": ("Hij is afgewezen.", "It was rejected."),
    "e_since": (
        "Er is intussen iets anders gebeurd. Laad de pagina opnieuw en besluit opnieuw.",
        "Something else happened meanwhile. Load the page again and decide again.",
    ),
    "e_changed": (
        "De kandidaat is niet zoals hij gebouwd is: er is iets veranderd. Er is niets vastgelegd.",
        "The candidate is not as it was built: something changed. Nothing was recorded.",
    ),
    "e_listed": ("U staat niet in de lijst van beoordelaars.", "You are not in the list of stewards."),
    "e_busy": (
        "Er is een ander besluit of een publicatie bezig. Probeer het zo nog eens.",
        "Another decision or a publication is going on. Try again soon.",
    ),
    "e_signature": (
        "De handtekening klopt niet bij deze tekst en deze beoordelaar.",
        "The signature does not fit this text and this steward.",
    ),
    "e_code": ("Er is geen toegangssleutel met deze code.", "There is no passkey with this code."),
    "e_refused": (
        "Het besluit is geweigerd; er is niets vastgelegd.",
        "The decision was refused; nothing was recorded.",
    ),
    "e_home": (
        "De omgeving is niet zoals het logboek zegt. Waarschuw de beheerder.",
        "The home is not as its trail says. Tell the operator.",
    ),
    "js_working": ("Bezig …", "Working …"),
    "js_cancelled": (
        "Uw browser heeft niet ondertekend: geannuleerd, te laat, of geen geschikte toegangssleutel.",
        "Your browser did not sign: cancelled, too late, or no fitting passkey.",
    ),
    "js_done": ("Vastgelegd.", "Recorded."),
    "js_failed": ("De beoordeling antwoordt niet.", "The desk does not answer."),
}

#: What a refusal of the warehouse says -> the text that a steward reads first.
REFUSALS = (
    ("trail:", "e_home"),
    ("citizen service number", "e_number"),
    ("has approved it already", "e_already"),
    ("built it", "e_builder"),
    ("rejected it", "e_rejected"),
    ("before something else happened", "e_since"),
    ("is in the trail already", "e_challenge"),
    ("digest changed", "e_changed"),
    ("is not as it was", "e_changed"),
    ("is not listed", "e_listed"),
    ("of no steward", "e_listed"),
    ("another command", "e_busy"),
    ("another run", "e_busy"),
    ("no such passkey", "e_passkey"),
    ("the passkey did not make", "e_passkey"),
    ("listed key did not make", "e_signature"),
    ("none with this code", "e_code"),
)


@dataclass(frozen=True, slots=True)
class Words(language.Words):
    """The words of the desk."""

    texts: ClassVar[Texts] = {**COMMON, **TEXTS}

    def moment(self, at: str) -> str:
        """A moment of the trail (ISO, UTC) as it is read."""
        return f"{self.date(at[:10])}, {at[11:16]} UTC"

    def refusal(self, message: str) -> str:
        """What a steward reads first of a refusal."""
        return self(next((name for said, name in REFUSALS if said in message), "e_refused"))
