"""Every word of the quality report: name -> (Dutch, English)."""

from __future__ import annotations

from dataclasses import dataclass

from flows.pages.kit import language
from flows.pages.kit.language import COMMON

WORDS: language.Texts = {
    **COMMON,
    # The page
    "title": ("Kwaliteitsrapport banenafspraak {year}", "Quality report jobs agreement {year}"),
    "kind": ("Kwaliteitsrapport", "Quality report"),
    "subject": ("Banenafspraak {year}", "Jobs agreement {year}"),
    "page_description": (
        "Hoe de cijfers van de banenafspraak over {year} zijn gemaakt en hoe betrouwbaar en vergelijkbaar ze zijn.",
        "How the figures of the jobs agreement for {year} were made, and how reliable and comparable they are.",
    ),
    "synthetic_suffix": ("synthetische gegevens", "synthetic data"),
    "synthetic_text": (
        "Geen echte personen, werkgevers of uitkomsten. Niet gebruiken als cijfer over de banenafspraak.",
        "No real people, employers or results. Not to be used as a figure on the jobs agreement.",
    ),
    "trial_text": (
        "Besluiten zijn zonder handtekening vastgelegd, of door één persoon genomen.",
        "Decisions were recorded without a signature, or made by one person.",
    ),
    "program": ("Programma", "Program"),
    "rule_set": ("Regels", "Rules"),
    "intro": (
        "Dit rapport beschrijft hoe de cijfers van deze publicatie zijn gemaakt en hoe betrouwbaar en vergelijkbaar ze "
        "zijn. De opbouw volgt SIMS, de indeling van het Europees statistisch systeem voor kwaliteitsrapporten. Alle "
        "getallen hieronder komen uit de gepubliceerde tabellen.",
        "This report describes how the figures of this release were made, and how reliable and comparable they are. It "
        "is laid out after SIMS, the structure of the European Statistical System for quality reports. All numbers "
        "below come from the published tables.",
    ),
    "sims": ("SIMS: {concepts}", "SIMS: {concepts}"),
    "sims_concepts": (
        "statistische presentatie, meeteenheid, referentieperiode, institutioneel mandaat (S.3–S.6)",
        "statistical presentation, unit of measure, reference period, institutional mandate (S.3–S.6)",
    ),
    "sims_processing": ("statistische verwerking (S.18)", "statistical processing (S.18)"),
    "sims_accuracy": ("nauwkeurigheid en betrouwbaarheid (S.13)", "accuracy and reliability (S.13)"),
    "sims_checks": ("kwaliteitsbeheer (S.11)", "quality management (S.11)"),
    "sims_secrecy": ("vertrouwelijkheid (S.7)", "confidentiality (S.7)"),
    "sims_comparability": ("samenhang en vergelijkbaarheid (S.15)", "coherence and comparability (S.15)"),
    "sims_revisions": ("herziening van gegevens (S.17)", "data revision (S.17)"),
    "sims_access": (
        "contact, actualiteit van de toelichting, toegankelijkheid, tijdigheid (S.1, S.2, S.10, S.14)",
        "contact, metadata update, accessibility and clarity, timeliness (S.1, S.2, S.10, S.14)",
    ),
    "sims_limits": ("relevantie en toelichting (S.12, S.19)", "relevance and comment (S.12, S.19)"),
    "footer": (
        "Een streepje (–) betekent: niet gemeten, niet openbaar of niet van toepassing.",
        "A dash (–) means: not measured, not public, or not applicable.",
    ),
    "description": ("Omschrijving", "Description"),
    "total": ("Totaal", "Total"),
    "table": ("Tabel", "Table"),
    "sector": ("Sector", "Sector"),
    # Access
    "s_access": ("Uitgave en toegang", "Publication and access"),
    "access_caption": ("Wie deze statistiek uitgeeft en waar zij te vinden is", "Who publishes it and where it is"),
    "timeliness": ("Tijdigheid", "Timeliness"),
    "timeliness_text": (
        "Gemeten is december {year}, met aangiften die uiterlijk 1 mei {next} zijn ontvangen. Eerder is de meting niet "
        "volledig.",
        "Measured is December {year}, with returns received on 1 May {next} at the latest. Before that day the "
        "measurement is not complete.",
    ),
    "formats": ("Formaten", "Formats"),
    "formats_text": (
        "Alle tabellen staan bij deze publicatie als CSV, Excel, Parquet, SPSS, OData en SDMX en in een database van "
        "DuckDB, met codelijsten en een catalogus. De factsheet vat ze samen.",
        "All tables are part of this release as CSV, Excel, Parquet, SPSS, OData and SDMX and in a DuckDB database, "
        "with code lists and a catalogue. The factsheet sums them up.",
    ),
    # Concepts
    "s_concepts": ("Wat er is gemeten", "What was measured"),
    "concepts_intro": (
        "In het sociaal akkoord van 2013 is afgesproken dat er in 2026 125.000 extra banen zijn voor mensen met een "
        "arbeidsbeperking: 100.000 in de markt en 25.000 bij de overheid. Deze statistiek telt die banen.",
        "In the social agreement of 2013 it was agreed that by 2026 there are 125,000 extra jobs for people with a "
        "work disability: 100,000 in the market sector and 25,000 in government. This statistic counts those jobs.",
    ),
    "features": ("Kenmerken van de statistiek", "Features of the statistic"),
    "feature": ("Kenmerk", "Feature"),
    "f_subject": ("Onderwerp", "Subject"),
    "f_subject_text": (
        "Banen voor mensen met een arbeidsbeperking, in markt en overheid",
        "Jobs for people with a work disability, in the market sector and government",
    ),
    "f_unit": ("Meeteenheid", "Unit of measure"),
    "f_unit_text": (
        "Een baan van 25,5 verloonde uur per week; in sommige tabellen personen, werkgevers of euro’s",
        "A job of 25.5 paid hours a week; in some tables people, employers or euro",
    ),
    "f_reference": ("Referentieperiode", "Reference period"),
    "f_reference_text": (
        "December van het meetjaar; de tabel van de doelgroep: 31 december",
        "December of the measured year; the table of the target group: 31 December",
    ),
    "f_area": ("Gebied", "Area"),
    "f_area_text": ("Nederland", "The Netherlands"),
    "f_base_year": ("Basisjaar", "Base year"),
    "f_base_year_text": ("{base}, de nulmeting", "{base}, the baseline"),
    "f_law": ("Wettelijke grondslag", "Legal basis"),
    "f_law_text": (
        "Wet financiering sociale verzekeringen (Wfsv), Besluit Wfsv en Regeling Wfsv; de doelstellingen staan in "
        "artikel 3.33 van de Regeling Wfsv (tot de hernummering 3.29)",
        "Wet financiering sociale verzekeringen (Wfsv), Besluit Wfsv and Regeling Wfsv; the targets are in article "
        "3.33 of the Regeling Wfsv (before its renumbering 3.29)",
    ),
    "f_sources": ("Bronnen", "Sources"),
    "f_sources_text": (
        "Polisadministratie, doelgroepregister, gegevens van werkgevers en een jaarlijkse enquête onder uitleners",
        "Payroll administration (polisadministratie), register of the target group, data on employers, and a yearly "
        "survey of lenders",
    ),
    "f_frequency": ("Frequentie", "Frequency"),
    "f_frequency_text": ("Jaarlijks", "Yearly"),
    "f_measured": ("Gemeten jaren", "Measured years"),
    "f_published": (
        "Jaren met een eerder gepubliceerd totaal",
        "Years with a total that was published before",
    ),
    "definitions": ("Begrippen", "Concepts"),
    "definitions_caption": ("Begrippen en hun omschrijving", "Concepts and their definitions"),
    "concept": ("Begrip", "Concept"),
    "c_job": ("Baan", "Job"),
    "c_job_text": (
        "25,5 verloonde uur per week: 110,92 verloonde uren in december. Een baan is dus geen persoon.",
        "25.5 paid hours a week: 110.92 paid hours in December. So a job is not a person.",
    ),
    "c_target_group": ("Doelgroep", "Target group (doelgroep)"),
    "c_target_group_text": (
        "Mensen die in december een of meer dagen in het doelgroepregister staan op een grondslag die meetelt.",
        "People who are in the register on one or more days of December, on a ground that counts.",
    ),
    "c_formal": ("Formeel dienstverband", "Formal employment"),
    "c_formal_text": (
        "Iemand is in dienst bij de werkgever zelf. De baan telt in de sector van die werkgever.",
        "Someone is employed by the employer itself. The job counts in that employer’s sector.",
    ),
    "c_loan": ("Inleenverband", "Loan (inleen)"),
    "c_loan_text": (
        "Iemand werkt via een uitzendbureau of is vanuit de sociale werkvoorziening (Wsw) gedetacheerd. Waar iemand "
        "werkt is niet bekend; de verdeelsleutel verdeelt deze banen over markt en overheid.",
        "Someone works through an agency, or is seconded from sheltered work (Wsw). Where someone works is not known; "
        "the allocation key divides these jobs between market sector and government.",
    ),
    "c_sector": ("Sector", "Sector"),
    "c_sector_text": (
        "Markt of overheid, naar de werkgever zoals de Wfsv die indeelt.",
        "Market sector or government, by the employer as the Wfsv classes it.",
    ),
    "c_nulmeting": ("Nulmeting", "Baseline (nulmeting)"),
    "c_nulmeting_text": (
        "Dezelfde meting over december 2012. Zij geldt als vast.",
        "The same measurement for December 2012. It is held fixed.",
    ),
    "c_extra": ("Extra banen", "Extra jobs"),
    "c_extra_text": ("Het aantal banen min dat van de nulmeting.", "The number of jobs minus that of the baseline."),
    "c_target": ("Doelstelling", "Target (doelstelling)"),
    "c_target_text": (
        "Het aantal extra banen dat de wet voor een jaar en sector noemt.",
        "The number of extra jobs that the law names for a year and sector.",
    ),
    "c_opgave": ("Opgave", "Opgave"),
    "c_opgave_text": (
        "Het aantal banen dat een overheidssector of ministerie volgens het quotum zou moeten hebben, de banen van de "
        "nulmeting meegerekend. De opgaven tellen niet op tot de doelstelling.",
        "The number of jobs that a government sub-sector or ministry should have under the quota, the jobs of the "
        "baseline included. The opgaven do not add up to the target.",
    ),
    # Processing
    "s_processing": ("Hoe er is gemeten", "How it was measured"),
    "processing_intro": (
        "Elk jaar wordt gemeten volgens de wet van dat jaar. De uren blijven exact tot het cijfer één keer wordt "
        "afgerond.",
        "Each year is measured under the law of that year. Hours stay exact until a figure is rounded once.",
    ),
    "steps_caption": ("Van loonaangifte tot banen", "From payroll return to jobs"),
    "step": ("Stap", "Step"),
    "p_returns": ("Aangiften", "Returns"),
    "p_returns_text": (
        "Loonaangiften die uiterlijk 1 mei {next} zijn ontvangen; van elke aangifte telt de laatste versie.",
        "Payroll returns received on 1 May {next} at the latest; of each return the last version counts.",
    ),
    "p_employment": ("Dienstverbanden", "Employment"),
    "p_employment_text": (
        "Alleen inkomstenverhoudingen uit arbeid tellen mee, geen uitkeringen of pensioenen.",
        "Only income relations from employment count, no benefits or pensions.",
    ),
    "p_december": ("Uren in december", "Hours in December"),
    "p_december_text": (
        "Uren van een tijdvak dat over de maandgrens loopt, worden naar dagen verdeeld.",
        "Hours of a period that crosses the end of a month are divided by day.",
    ),
    "p_people": ("Doelgroep", "Target group"),
    "p_people_text": (
        "Van deze uren tellen die van mensen in de doelgroep.",
        "Of these hours those of people in the target group count.",
    ),
    "p_division": ("Vorm en sector", "Form and sector"),
    "p_division_text": (
        "Formele banen tellen in de sector van de werkgever; banen via inleenverbanden vormen samen één landelijk "
        "totaal.",
        "Formal jobs count in the employer’s sector; loan jobs together are one national total.",
    ),
    "p_key": ("Verdeelsleutel", "Allocation key"),
    "p_key_text": (
        "Een quotiëntschatter uit een gestratificeerde steekproef onder uitleners verdeelt dat totaal over markt en "
        "overheid. De toegepaste sleutel heeft één decimaal.",
        "A ratio estimate from a stratified sample of lenders divides that total between market sector and government. "
        "The key as applied has one decimal.",
    ),
    "p_jobs": ("Banen", "Jobs"),
    "p_jobs_text": (
        "Uren gedeeld door 110,92. Extra banen zijn de banen min die van de nulmeting.",
        "Hours divided by 110.92. Extra jobs are the jobs minus those of the baseline.",
    ),
    "p_rounding": ("Afronding", "Rounding"),
    "p_rounding_text": (
        "Elk cijfer is één keer afgerond, uit zijn eigen onafgeronde waarde; delen tellen daarom niet altijd op. In "
        "tabellen met kleine groepen zijn percentages uit de gepubliceerde cijfers berekend.",
        "Each figure is rounded once, from its own unrounded value; parts therefore need not add up. In tables with "
        "small groups percentages are computed from the published figures.",
    ),
    # Accuracy
    "s_accuracy": ("Hoe nauwkeurig de cijfers zijn", "How accurate the figures are"),
    "accuracy_intro": (
        "De uren komen uit een volledige administratie en hebben geen steekproeffout. Alleen de verdeelsleutel is "
        "geschat. Hij bepaalt hoe de banen via inleenverbanden over markt en overheid zijn verdeeld, niet hoeveel het "
        "er samen zijn.",
        "The hours come from a complete administration and have no sampling error. Only the allocation key is "
        "estimated. It decides how loan jobs are divided between market sector and government, not how many there are "
        "together.",
    ),
    "coverage": ("Dekking", "Coverage"),
    "coverage_polis": (
        "De polisadministratie bevat alle loonaangiften in Nederland. Regels die niet te gebruiken zijn, tellen niet "
        "mee; als het er meer zijn dan een vaste, kleine grens, wordt er niet gemeten maar opnieuw geleverd.",
        "The payroll administration holds all payroll returns in the Netherlands. Lines that cannot be used do not "
        "count; when there are more of them than a fixed, small limit, nothing is measured and the data are delivered "
        "again.",
    ),
    "coverage_late": (
        "Aangiften en correcties die na de peildatum binnenkomen, tellen volgens de wet niet mee.",
        "Returns and corrections that come in after the cut do not count, by law.",
    ),
    "coverage_wsw": (
        "Vóór 2022 stond detachering vanuit de Wsw niet in de polisadministratie; die uren komen uit een eigen opgave.",
        "Before 2022 secondment from the Wsw was not in the payroll administration; those hours come from a delivery "
        "of their own.",
    ),
    "response": ("Respons op de enquête onder uitleners", "Response to the survey of lenders"),
    "response_text": (
        "Een uitlener die niet antwoordt, wordt binnen zijn stratum behandeld alsof het toeval is. De enquête biedt "
        "geen mogelijkheid om dat te toetsen.",
        "A lender that does not answer is treated as missing at random within its stratum. The survey gives no means "
        "to test that.",
    ),
    "response_caption": (
        "Uitleners in de populatie en in de schatting",
        "Lenders in the population and in the estimate",
    ),
    "population": ("Populatie", "Population"),
    "respondents": ("Respondenten", "Respondents"),
    "no_key": ("Er is geen verdeelsleutel.", "There is no allocation key."),
    "key": ("Steekproeffout van de verdeelsleutel", "Sampling error of the allocation key"),
    "key_text": (
        "De tabel geeft het aandeel van de overheid in de uren van inleenverbanden.",
        "The table gives government’s share of the loan hours.",
    ),
    "key_caption": ("Aandeel van de overheid, met 95%-interval", "Government’s share, with 95% interval"),
    "key_note": (
        "Het interval hoort bij de onafgeronde schatting en wordt niet afgekapt op 0 of 100%.",
        "The interval is that of the unrounded estimate and is not clipped to 0 or 100%.",
    ),
    "gov_share": ("Sleutel", "Key"),
    "standard_error_pct": ("Standaardfout", "Standard error"),
    "ci_low_pct": ("Ondergrens", "Lower bound"),
    "ci_high_pct": ("Bovengrens", "Upper bound"),
    "jobs_interval": ("Steekproeffout van de extra banen", "Sampling error of the extra jobs"),
    "jobs_text": (
        "Het interval van de sleutel, omgerekend naar extra banen per sector. Markt en overheid samen hebben geen "
        "steekproeffout. De sleutel van de nulmeting geldt als vast; de onzekerheid daarvan telt niet mee.",
        "The interval of the key, carried into the extra jobs of each sector. Market sector and government together "
        "have no sampling error. The key of the baseline is held fixed; its own uncertainty is left out.",
    ),
    "jobs_caption": ("Extra banen per sector, met 95%-interval", "Extra jobs by sector, with 95% interval"),
    "jobs_note": (
        "De rijen van 2012 laten zien hoe onzeker de sleutel van de nulmeting zelf was.",
        "The rows of 2012 say how uncertain the key of the baseline itself was.",
    ),
    "extra_jobs": ("Extra banen", "Extra jobs"),
    "ci_low_jobs": ("Ondergrens", "Lower bound"),
    "ci_high_jobs": ("Bovengrens", "Upper bound"),
    "no_interval": (
        "De onzekerheid door de verdeelsleutel is niet te berekenen.",
        "The uncertainty from the allocation key cannot be computed.",
    ),
    # Checks
    "s_checks": ("Hoe de gegevens zijn gecontroleerd", "How the data were checked"),
    "checks_text": (
        "Elke controle bekijkt alle regels. Als niet aan een kritieke controle is voldaan, wordt er niet gemeten.",
        "Each check looks at all lines. When a critical check is broken, nothing is measured.",
    ),
    "checks_decided": (
        "Over waarschuwingen hebben beoordelaars met een toelichting besloten, voordat de cijfers zijn gepubliceerd.",
        "Stewards decided on warnings with a note before the figures were published.",
    ),
    "checks_caption": ("Controles over {year}, per tabel", "Checks for {year}, by table"),
    "delivered_table": ("Gegevens", "Data"),
    "checks_done": ("Controles", "Checks"),
    "met": ("Voldaan", "Met"),
    "informs": ("Ter informatie", "For information"),
    "warns": ("Waarschuwing", "Warning"),
    "no_checks": ("Er zijn geen controles over dit jaar.", "There are no checks for this year."),
    # Disclosure control
    "s_secrecy": ("Geheimhouding", "Disclosure control"),
    "secrecy_why": (
        "Uit de cijfers mag niemand iets kunnen afleiden over één persoon of één werkgever. Daarom worden sommige "
        "cijfers niet gepubliceerd. In de tabellen is zo’n cijfer leeg en staat ernaast de status geheim; op pagina’s "
        "staat een x.",
        "Nobody may be able to derive anything on one person or one employer from the figures. Therefore some figures "
        "are not published. In the tables such a figure is empty, with the status geheim (confidential) beside it; on "
        "pages there is an x.",
    ),
    "secrecy_rules": (
        "Een cijfer is geheim als het op te weinig personen berust, als van een groep bijna iedereen of juist niemand "
        "een kenmerk heeft, als het op te weinig werkgevers berust, of als één werkgever zo groot is dat een andere "
        "hem te nauwkeurig kan schatten.",
        "A figure is confidential when it rests on too few people, when of a group nearly everybody or nobody has some "
        "property, when it rests on too few employers, or when one employer is so large that another could estimate it "
        "too closely.",
    ),
    "secrecy_others": (
        "Met alleen deze cijfers weg zouden ze soms terug te rekenen zijn, bijvoorbeeld uit een totaal. Daarom zijn er "
        "ook andere cijfers geheim. Voor elk geheim cijfer is nagerekend dat wat overblijft een voldoende breed "
        "interval laat, ook samen met eerdere publicaties. Wat eenmaal geheim was, blijft geheim.",
        "If only these figures were left out, some could be calculated back, from a total for instance. Therefore "
        "other figures are confidential too. For every confidential figure it was verified that what is left leaves a "
        "wide enough interval, together with earlier releases as well. What was confidential once stays so.",
    ),
    "secrecy_rounding": (
        "Personen en kleine aantallen zijn daarnaast afgerond, zodat twee tabellen of twee publicaties niet van elkaar "
        "af te trekken zijn om één persoon te vinden. De afronding is geen vervanging van de geheimhouding.",
        "People and small counts are rounded besides, so that two tables or two releases cannot be subtracted to find "
        "one person. The rounding does not replace withholding.",
    ),
    "secrecy_law": (
        "Landelijke banen, per vorm en sector, worden altijd gepubliceerd, omdat wet en Kamerbrieven dat vragen.",
        "National jobs, by form and sector, are always published, as the law and the letters to parliament ask.",
    ),
    "withheld_by_mart": ("Hoeveel cijfers geheim zijn", "How many figures are confidential"),
    "withheld_text": (
        "Geteld in de gepubliceerde tabellen van deze publicatie.",
        "Counted in the published tables of this release.",
    ),
    "withheld_caption": ("Geheime cijfers per tabel", "Confidential figures by table"),
    "withheld_counted": (
        "Tabellen die cijfers van andere tabellen herhalen, staan er niet bij.",
        "Tables that repeat figures of other tables are left out.",
    ),
    "figures": ("Cijfers", "Figures"),
    "withheld": ("Geheim", "Confidential"),
    "every_year": ("Alle jaren", "All years"),
    "share": ("Aandeel", "Share"),
    "no_statuses": ("Er zijn geen geheime cijfers.", "There are no confidential figures."),
    "thresholds": ("Drempels", "Thresholds"),
    "thresholds_text": (
        "De drempels zijn instellingen van deze organisatie. Een jaar dat niet opnieuw is gemeten, houdt de drempels "
        "waarmee het is gepubliceerd.",
        "The thresholds are settings of this organisation. A year that was not measured again keeps the thresholds "
        "that it was published under.",
    ),
    "thresholds_caption": ("Drempels per meetjaar", "Thresholds by measured year"),
    "no_thresholds": ("Er zijn geen drempels vastgelegd.", "No thresholds were recorded."),
    # Comparability
    "s_comparability": ("Vergelijkbaarheid", "Comparability"),
    "over_time": ("Tussen jaren", "Over time"),
    "over_time_text": (
        "Elk jaar volgt de wet van dat jaar. Als de wet verandert wie of wat meetelt, is er een reeksbreuk.",
        "Each year follows the law of that year. When the law changes who or what counts, there is a series break.",
    ),
    "over_time_growth": (
        "De groei in een jaar met een reeksbreuk vergelijkt met het jaar ervoor volgens de nieuwe regels, voor zover "
        "de wet dat vraagt. Een eerder gepubliceerd totaal is niet opnieuw gemeten.",
        "The growth in a year with a series break compares with the year before under the new rules, as far as the law "
        "asks. A total that was published before was not measured again.",
    ),
    "no_years": ("Er zijn geen cijfers.", "There are no figures."),
    "years_caption": ("Herkomst en regels van elk jaar", "Origin and rules of every year"),
    "origin": ("Herkomst", "Origin"),
    "origin_measured": ("gemeten", "measured"),
    "origin_published": ("eerder gepubliceerd", "published before"),
    "break": ("Reeksbreuk", "Series break (note in Dutch)"),
    "break_unnamed": (
        "de regels zijn anders dan in het jaar ervoor",
        "the rules differ from those of the year before",
    ),
    "coherence": ("Met eerdere publicaties", "With earlier publications"),
    "coherence_text": (
        "De meting is vergeleken met de cijfers in de Kamerbrieven en andere openbare bronnen; de tabel reconciliation "
        "heeft ze alle, met hun bron.",
        "The measurement was compared with the numbers in the letters to parliament and other public sources; the "
        "table reconciliation has them all, with their source.",
    ),
    "no_coherence": (
        "Over de gemeten jaren zijn geen cijfers gepubliceerd om mee te vergelijken.",
        "No numbers were published for the measured years to compare with.",
    ),
    "coherent_1": ("Van {count} gepubliceerd cijfer:", "Of {count} published number:"),
    "coherent_n": ("Van {count} gepubliceerde cijfers:", "Of {count} published numbers:"),
    "coherent_agrees_1": ("{count} is gelijk", "{count} agrees"),
    "coherent_agrees_n": ("{count} zijn gelijk", "{count} agree"),
    "coherent_differs_1": ("{count} wijkt af", "{count} differs"),
    "coherent_differs_n": ("{count} wijken af", "{count} differ"),
    "coherent_not_measured_1": ("{count} is niet te meten", "{count} cannot be measured"),
    "coherent_not_measured_n": ("{count} zijn niet te meten", "{count} cannot be measured"),
    "coherent_withheld_1": ("{count} is geheim", "{count} is confidential"),
    "coherent_withheld_n": ("{count} zijn geheim", "{count} are confidential"),
    # Revisions
    "s_revisions": ("Herzieningen", "Revisions"),
    "revisions_policy": (
        "Een gepubliceerd cijfer verandert alleen met een nieuwe publicatie, die zegt wat zij vervangt en waarom.",
        "A published figure changes only with a new release, which says what it supersedes and why.",
    ),
    "revisions_kinds": (
        "Er zijn drie soorten: een bijstelling (een nieuwe levering), een correctie (van de levering) en een revisie "
        "(andere regels of een ander programma).",
        "There are three kinds: an adjustment (a new delivery), a correction (of the delivery), and a revision (other "
        "rules or another program).",
    ),
    "no_revisions": (
        "Tot nu toe is geen gepubliceerd cijfer herzien.",
        "No published figure has been revised so far.",
    ),
    "revisions_caption": ("Herziene cijfers per publicatie en tabel", "Revised figures by release and table"),
    "revisions_withheld": (
        "Veranderingen van geheime cijfers tellen niet mee. De tabel revisions heeft elk herzien cijfer.",
        "Changes of confidential figures are not counted. The table revisions has every revised figure.",
    ),
    "replaces": ("Vervangt", "Supersedes"),
    "kind_of_change": ("Soort", "Kind"),
    "changed_figures": ("Herziene cijfers", "Revised figures"),
    "bijstelling": ("bijstelling", "adjustment"),
    "correctie": ("correctie", "correction"),
    "revisie": ("revisie", "revision"),
    # Limits
    "s_limits": ("Wat deze cijfers niet zeggen", "What these figures do not say"),
    "l_people": (
        "Banen zijn uren, geen mensen. Twee mensen met elk een halve baan zijn samen één baan; iemand met een volle "
        "werkweek telt als meer dan één.",
        "Jobs are hours, not people. Two people with half a job each are one job; someone with a full working week "
        "counts as more than one.",
    ),
    "l_sub_sectors": (
        "Van banen via inleenverbanden is niet bekend bij welke werkgever mensen werken. Ze staan daarom niet in de "
        "tabellen van overheidssectoren en ministeries.",
        "Of loan jobs it is not known at which employer people work. They are therefore not in the tables of "
        "government sub-sectors and ministries.",
    ),
    "l_key": (
        "Het verschil tussen twee jaren kan van de verdeelsleutel komen en niet van banen. De tabel decomposition "
        "scheidt beide.",
        "A difference between two years can come from the allocation key, not from jobs. The table decomposition "
        "separates the two.",
    ),
    "l_register": (
        "Wie een arbeidsbeperking heeft maar niet in het doelgroepregister staat, telt niet mee.",
        "Who has a work disability but is not in the register does not count.",
    ),
    "l_causes": (
        "De cijfers zeggen niets over oorzaken: waarom iemand wel of niet werkt, is niet gemeten.",
        "The figures say nothing of causes: why somebody works or not was not measured.",
    ),
    "l_insider": (
        "Geheimhouding beschermt tegen wie alleen de publicaties kent. Wie zelf in een cijfer zit en de eigen uren "
        "kent, weet van de rest altijd iets meer.",
        "Disclosure control protects against a reader of the releases. Who is part of a figure and knows own hours "
        "always knows a little more of the rest.",
    ),
    "l_ratios": (
        "Sommige verhoudingen liggen vast, zoals die tussen opgave en bijdrage of tussen uren en banen. Die zijn niet "
        "geheim te houden.",
        "Some ratios are fixed, such as that of opgave and contribution or of hours and jobs. These cannot be kept "
        "confidential.",
    ),
}


@dataclass(frozen=True, slots=True)
class Words(language.Words):
    """The words and numbers of the quality report in one language."""

    texts = WORDS
