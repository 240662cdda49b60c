//! Where invented clients come from: names, towns and the shape of mobile numbers, a land at a time. Family names are put
//! together from stems and endings, so that a million clients do not share a handful of names.

/// One country.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Land {
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// ISO 639-1.
    pub language: &'static str,
    /// Country code and the digits that every mobile number here begins with.
    pub mobile: &'static str,
    /// How many free digits follow.
    pub digits: u32,
    /// Given names.
    pub given: &'static [&'static str],
    /// What family names begin with.
    pub stems: &'static [&'static str],
    /// What they end with.
    pub endings: &'static [&'static str],
    /// Town and the first digits of its post codes.
    pub towns: &'static [(&'static str, &'static str)],
    /// Streets.
    pub streets: &'static [&'static str],
    /// Of 1,000 clients so many come from here.
    pub share: u32,
}

const ARABIC_GIVEN: &[&str] = &[
    "محمد",
    "أحمد",
    "خالد",
    "يوسف",
    "عمر",
    "فاطمة",
    "مريم",
    "ليلى",
    "نورة",
    "سارة",
    "حسن",
    "كريم",
    "سلمى",
    "هدى",
    "طارق",
    "ريم",
];
const ARABIC_STEMS: &[&str] = &[
    "النجار",
    "الحداد",
    "المنصور",
    "السالم",
    "القاضي",
    "الخطيب",
    "الشامي",
    "المصري",
    "البغدادي",
    "الراشد",
    "الفارس",
    "الكعبي",
    "العامري",
    "الزهراني",
    "التميمي",
    "الهاشمي",
    "المهدي",
    "الناصر",
];
const ARABIC_ENDINGS: &[&str] = &["", "", " حمدان", " سعيد", " جابر", " منير"];
const ARABIC_STREETS: &[&str] = &["شارع النخيل", "شارع الزيتون", "طريق البحر", "شارع السلام", "شارع المدينة"];

pub(crate) const LANDS: [Land; 16] = [
    Land {
        country: "ES",
        language: "es",
        mobile: "+346",
        digits: 8,
        given: &[
            "Lucía", "Martín", "Sofía", "Hugo", "Marta", "Íñigo", "Nuria", "Álvaro", "Carmen", "Iván", "Paula",
            "Rubén", "Elena", "Óscar", "Inés", "Joaquín",
        ],
        stems: &["Mont", "Vald", "Roble", "Casta", "Fuen", "Alca", "Serr", "Olm", "Peña", "Ribera", "Torre", "Vill"],
        endings: &["es", "ero", "ález", "ón", "ira", "ares", "edo", "año"],
        towns: &[("Madrid", "280"), ("Sevilla", "410"), ("Valencia", "460"), ("Bilbao", "480"), ("Zaragoza", "500")],
        streets: &["Calle del Olmo", "Calle Mayor", "Avenida del Puerto", "Paseo de los Tilos", "Calle Sol"],
        share: 120,
    },
    Land {
        country: "IT",
        language: "it",
        mobile: "+39347",
        digits: 7,
        given: &[
            "Giulia",
            "Matteo",
            "Chiara",
            "Luca",
            "Elisa",
            "Davide",
            "Francesca",
            "Niccolò",
            "Sara",
            "Andrea",
            "Martina",
            "Simone",
        ],
        stems: &["Bell", "Mar", "Cast", "Font", "Ross", "Bian", "Mont", "Vall", "Serr", "Camp", "Pell"],
        endings: &["ini", "etti", "elli", "oni", "ieri", "anò", "ari", "ucci"],
        towns: &[("Torino", "101"), ("Bologna", "401"), ("Napoli", "801"), ("Verona", "371")],
        streets: &["Via dei Mille", "Via Garibaldi", "Corso Italia", "Via delle Rose"],
        share: 90,
    },
    Land {
        country: "DE",
        language: "de",
        mobile: "+49151",
        digits: 8,
        given: &[
            "Anna", "Jürgen", "Lena", "Björn", "Sabine", "Matthias", "Käthe", "Florian", "Ute", "Götz", "Heike",
            "Tobias",
        ],
        stems: &["Stein", "Linden", "Oster", "Brand", "Grün", "Weiß", "Hoch", "Nieder", "Königs", "Wald", "Birken"],
        endings: &["bach", "hauer", "mann", "berger", "feld", "müller", "reuter", "kamp"],
        towns: &[("Leipzig", "041"), ("Hamburg", "200"), ("Köln", "506"), ("München", "803")],
        streets: &["Lindenstraße", "Am Markt", "Gartenweg", "Hauptstraße"],
        share: 90,
    },
    Land {
        country: "FR",
        language: "fr",
        mobile: "+3361",
        digits: 7,
        given: &[
            "Camille", "Théo", "Chloé", "Rémi", "Zoé", "Étienne", "Manon", "Gaël", "Agnès", "Loïc", "Noémie", "Benoît",
        ],
        stems: &["Beau", "Mont", "Cler", "Char", "Fontan", "Roch", "Perr", "Gir", "Lav", "Dur", "Bross"],
        endings: &["ard", "ier", "eau", "elle", "and", "oux", "in", "ès"],
        towns: &[("Lyon", "690"), ("Nantes", "440"), ("Lille", "590"), ("Nice", "060")],
        streets: &["Rue des Lilas", "Avenue de la Gare", "Rue du Moulin", "Place du Marché"],
        share: 80,
    },
    Land {
        country: "GB",
        language: "en",
        mobile: "+4471",
        digits: 8,
        given: &[
            "Olivia", "George", "Amelia", "Harry", "Isla", "Callum", "Freya", "Owen", "Ruth", "Alfie", "Maeve",
            "Declan",
        ],
        stems: &["Ash", "Brook", "Thorn", "Hart", "Wins", "Black", "Marl", "Fair", "Lang", "Whit", "Hol"],
        endings: &["ford", "ton", "well", "ley", "field", "worth", "by", "more"],
        towns: &[("Leeds", "LS1"), ("Bristol", "BS2"), ("Cardiff", "CF1"), ("York", "YO3")],
        streets: &["Mill Lane", "High Street", "Church Road", "Station Road"],
        share: 90,
    },
    Land {
        country: "PL",
        language: "pl",
        mobile: "+4850",
        digits: 7,
        given: &[
            "Zofia",
            "Łukasz",
            "Agnieszka",
            "Paweł",
            "Małgorzata",
            "Michał",
            "Bożena",
            "Tomasz",
            "Ewa",
            "Wojciech",
            "Jadwiga",
            "Kamil",
        ],
        stems: &["Kowal", "Lis", "Zaj", "Wróbl", "Dąbrow", "Jabłoń", "Sosn", "Górn", "Krup", "Malin"],
        endings: &["ski", "ewicz", "czak", "owski", "icki", "owicz", "iński"],
        towns: &[("Kraków", "300"), ("Łódź", "900"), ("Gdańsk", "800"), ("Poznań", "600")],
        streets: &["ulica Lipowa", "ulica Długa", "aleja Wiosny", "ulica Polna"],
        share: 60,
    },
    Land {
        country: "SE",
        language: "sv",
        mobile: "+4670",
        digits: 7,
        given: &["Elsa", "Åke", "Maja", "Björn", "Linnéa", "Nils", "Sigrid", "Göran", "Ebba", "Håkan"],
        stems: &["Lind", "Berg", "Sjö", "Ek", "Ström", "Hög", "Ny", "Öster", "Ax"],
        endings: &["ström", "gren", "qvist", "dahl", "holm", "blad", "man"],
        towns: &[("Göteborg", "411"), ("Malmö", "211"), ("Uppsala", "753")],
        streets: &["Storgatan", "Björkvägen", "Kungsgatan"],
        share: 40,
    },
    Land {
        country: "PT",
        language: "pt",
        mobile: "+35191",
        digits: 7,
        given: &["Beatriz", "João", "Inês", "Tomás", "Conceição", "Rúben", "Mafalda", "Gonçalo", "Leonor", "Nuno"],
        stems: &["Carv", "Olive", "Mag", "Seq", "Tav", "Nog", "Pinh", "Vasc", "Lou"],
        endings: &["alho", "ira", "alhães", "ueira", "ares", "eiro", "ão"],
        towns: &[("Lisboa", "100"), ("Porto", "400"), ("Braga", "470")],
        streets: &["Rua das Flores", "Avenida da Liberdade", "Rua do Sol"],
        share: 40,
    },
    Land {
        country: "UA",
        language: "uk",
        mobile: "+38050",
        digits: 7,
        given: &[
            "Оксана",
            "Андрій",
            "Ольга",
            "Тарас",
            "Ірина",
            "Богдан",
            "Наталія",
            "Юрій",
            "Мар'яна",
            "Олексій",
            "Соломія",
            "Ярослав",
        ],
        stems: &["Ковал", "Мельн", "Шевч", "Бонд", "Крав", "Гайд", "Левч", "Журав", "Сорок", "Ткач"],
        endings: &["енко", "чук", "ук", "ський", "ишин", "аренко"],
        towns: &[("Київ", "010"), ("Львів", "790"), ("Одеса", "650")],
        streets: &["вулиця Садова", "вулиця Зелена", "проспект Миру"],
        share: 70,
    },
    Land {
        country: "BG",
        language: "bg",
        mobile: "+35988",
        digits: 7,
        given: &["Ивайло", "Мария", "Георги", "Десислава", "Стоян", "Цветелина", "Пламен", "Радка", "Любомир", "Елица"],
        stems: &["Стоян", "Димитр", "Петк", "Илче", "Тодор", "Найден", "Калоян", "Божид"],
        endings: &["ов", "арски", "чев", "анов", "еев", "инов"],
        towns: &[("София", "10"), ("Пловдив", "40"), ("Варна", "90")],
        streets: &["улица Роза", "булевард Витоша", "улица Шипка"],
        share: 40,
    },
    Land {
        country: "KZ",
        language: "ru",
        mobile: "+7701",
        digits: 7,
        given: &["Айгуль", "Данияр", "Ольга", "Тимур", "Сауле", "Руслан", "Жанна", "Ерлан", "Светлана", "Нурлан"],
        stems: &["Ахмет", "Нурж", "Садык", "Ибра", "Касым", "Омар", "Сергей", "Жума"],
        endings: &["ов", "анов", "имов", "беков", "ев", "баев"],
        towns: &[("Алматы", "050"), ("Астана", "010"), ("Шымкент", "160")],
        streets: &["улица Абая", "проспект Достык", "улица Сатпаева"],
        share: 50,
    },
    Land {
        country: "RS",
        language: "sr",
        mobile: "+3816",
        digits: 8,
        given: &["Милица", "Никола", "Јована", "Стефан", "Драгана", "Милош", "Љиљана", "Жељко", "Тијана", "Вук"],
        stems: &["Јован", "Петр", "Милош", "Стеван", "Марк", "Радо", "Вуко", "Божо"],
        endings: &["овић", "ић", "евић", "ановић", "чић", "вић"],
        towns: &[("Београд", "110"), ("Нови Сад", "210"), ("Ниш", "180")],
        streets: &["улица Цара Душана", "Булевар ослобођења", "Липова улица"],
        share: 40,
    },
    Land {
        country: "AE",
        language: "ar",
        mobile: "+97150",
        digits: 7,
        given: ARABIC_GIVEN,
        stems: ARABIC_STEMS,
        endings: ARABIC_ENDINGS,
        towns: &[("دبي", ""), ("أبوظبي", ""), ("الشارقة", "")],
        streets: ARABIC_STREETS,
        share: 70,
    },
    Land {
        country: "SA",
        language: "ar",
        mobile: "+96650",
        digits: 7,
        given: ARABIC_GIVEN,
        stems: ARABIC_STEMS,
        endings: ARABIC_ENDINGS,
        towns: &[("الرياض", "11"), ("جدة", "21"), ("الدمام", "31")],
        streets: ARABIC_STREETS,
        share: 50,
    },
    Land {
        country: "EG",
        language: "ar",
        mobile: "+2010",
        digits: 8,
        given: ARABIC_GIVEN,
        stems: ARABIC_STEMS,
        endings: ARABIC_ENDINGS,
        towns: &[("القاهرة", "11"), ("الإسكندرية", "21"), ("الجيزة", "12")],
        streets: ARABIC_STREETS,
        share: 40,
    },
    Land {
        country: "MA",
        language: "ar",
        mobile: "+21261",
        digits: 7,
        given: ARABIC_GIVEN,
        stems: ARABIC_STEMS,
        endings: ARABIC_ENDINGS,
        towns: &[("الرباط", "10"), ("مراكش", "40"), ("فاس", "30")],
        streets: ARABIC_STREETS,
        share: 30,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crm_model::{Country, Language, Phone};

    #[test]
    fn shares_sum_to_a_thousand_and_every_number_of_a_land_is_one() {
        assert_eq!(LANDS.iter().map(|land| land.share).sum::<u32>(), 1_000);
        for land in LANDS {
            let country = Country::parse(land.country);
            assert!(country.is_some() && Language::parse(land.language).is_some());
            for free in [0, 1, 10_u64.pow(land.digits) / 7, 10_u64.pow(land.digits) / 3, 10_u64.pow(land.digits) - 1] {
                let number = format!("{}{free:0width$}", land.mobile, width = usize::try_from(land.digits).unwrap());
                let parsed = Phone::parse("phone", &number, country)
                    .unwrap_or_else(|problem| panic!("{number} of {}: {}", land.country, problem.code));
                assert_eq!(parsed.expose().as_str(), number);
            }
        }
    }
}
