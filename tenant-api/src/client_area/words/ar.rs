use super::Words;

pub(super) const WORDS: Words = Words {
    name: "العربية",
    common: &[
        ("looking", "جارٍ فحص الرابط…"),
        ("ended", "انتهت صلاحية هذا الرابط. اطلب رابطًا جديدًا."),
        ("ended_support", "انتهت صلاحية هذا الرابط. اطلب رابطًا جديدًا من {support}."),
        ("away", "لا يمكن الوصول إلينا الآن. أعد المحاولة بعد قليل."),
        ("wrong", "حدث خطأ ما. أعد المحاولة بعد قليل."),
        ("no_script", "تحتاج هذه الصفحة إلى JavaScript لتقرأ رابطك بأمان."),
    ],
    set_password: &[
        ("title", "تعيين كلمة المرور"),
        ("hello", "مرحبًا {name}. ستسجل الدخول بالعنوان {email}."),
        ("email", "البريد الإلكتروني"),
        ("new_password", "كلمة المرور الجديدة"),
        ("hint", "8 أحرف على الأقل. بضع كلمات لا صلة بينها أقوى من كلمة واحدة مع أرقام."),
        ("show", "إظهار كلمة المرور"),
        ("send", "تعيين كلمة المرور"),
        ("done", "عُيّنت كلمة مرورك. يمكنك إغلاق هذه الصفحة."),
    ],
    account_password: &[
        ("title", "كلمة مرور التداول"),
        ("hello_main", "مرحبًا {name}. هذه الصفحة لكلمة المرور الرئيسية لحسابك {login} على {server}."),
        ("hello_investor", "مرحبًا {name}. هذه الصفحة لكلمة مرور المستثمر، وهي للاطلاع فقط، لحسابك {login} على {server}."),
        (
            "about",
            "تُنشأ كلمة المرور الجديدة عندما تضغط الزر، وتظهر لك هذه المرة فقط. تتوقف كلمة مرورك القديمة عن العمل عندئذ. جهّز مدير كلمات المرور أو قلمًا.",
        ),
        ("send", "إنشاء كلمة مروري الجديدة وإظهارها"),
        ("login", "رقم الحساب"),
        ("server", "الخادم"),
        ("password", "كلمة المرور"),
        ("copy", "نسخ كلمة المرور"),
        ("done", "عُيّنت كلمة مرورك الجديدة. احفظها الآن: لن تظهر مرة أخرى."),
        ("copied", "نُسخت."),
        ("not_copied", "تعذر النسخ: حددها وانسخها يدويًا."),
    ],
    said: &[
        ("The password is too short. Use at least 8 characters.", "كلمة المرور قصيرة جدًا. استخدم 8 أحرف على الأقل."),
        (
            "The password is too long. Use at most 1,000 characters.",
            "كلمة المرور طويلة جدًا. استخدم 1,000 حرف على الأكثر.",
        ),
        (
            "The password contains an unprintable character (NUL). Leave it out.",
            "في كلمة المرور حرف غير قابل للطباعة (NUL). احذفه.",
        ),
        (
            "This is one of the most used passwords and would be tried first. Choose another.",
            "هذه من أكثر كلمات المرور استخدامًا وستُجرَّب أولًا. اختر غيرها.",
        ),
        (
            "The password is little more than the broker's name, your name or your e-mail address. Choose another.",
            "لا تكاد كلمة المرور تزيد على اسم الوسيط أو اسمك أو بريدك الإلكتروني. اختر غيرها.",
        ),
        (
            "The password is easy to guess. Make it longer: a few unrelated words do well.",
            "من السهل تخمين كلمة المرور. اجعلها أطول: تكفي بضع كلمات لا رابط بينها.",
        ),
        (
            "Somebody signs in with this address already. Please ask support for help.",
            "هناك من يسجّل الدخول بهذا العنوان. يُرجى طلب المساعدة من الدعم.",
        ),
        (
            "The trading server did not set a new password. Press the button again in a moment.",
            "لم يعيّن خادم التداول كلمة مرور جديدة. اضغط الزر من جديد بعد لحظة.",
        ),
        ("Too many requests", "طلبات كثيرة جدًا. انتظر قليلًا ثم أعد المحاولة."),
        ("Busy at the moment", "الخدمة مشغولة الآن. أعد المحاولة بعد قليل."),
    ],
};
