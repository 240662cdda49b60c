use super::{LetterText, Texts};
use crate::SecurityChange;

pub(super) const TEXTS: Texts = Texts {
    hello: "مرحبًا {name}،",
    hello_nobody: "مرحبًا،",
    questions: "هل لديك أسئلة؟ راسلنا على",
    questions_nobody: "هل لديك أسئلة؟ اسأل من تتواصل معه لدى {brand}.",
    moment: "{day} {month} {year}، {time} ({zone})",
    months: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    minutes,
    time: "الوقت: {at}",
    address: "العنوان: {ip}",
    invitation: LetterText {
        subject: "دعوة للانضمام إلى {brand}",
        lead: "تلقيت دعوة من {invited_by} للعمل لدى {brand}. اختر كلمة مرور للانضمام:",
        action: "الانضمام إلى {brand}",
        closing: "يعمل الرابط مرة واحدة، وحتى {expires}. إن لم تكن تتوقع هذه الدعوة فتجاهلها.",
        warning: "",
    },
    password_reset: LetterText {
        subject: "تعيين كلمة مرور جديدة لدى {brand}",
        lead: "طُلبت كلمة مرور جديدة لحسابك لدى {brand}. عيّنها من هنا:",
        action: "تعيين كلمة مرور جديدة",
        closing: "يعمل الرابط مرة واحدة وخلال {minutes}. ستحتاج بعدها إلى الخطوة الثانية من تسجيل الدخول كالمعتاد. إن لم تطلب ذلك فتجاهل هذه الرسالة: تبقى كلمة مرورك كما هي.",
        warning: "",
    },
    client_credential: LetterText {
        subject: "تعيين كلمة المرور لحسابك لدى {brand}",
        lead: "يُرجى تعيين كلمة مرور جديدة لحسابك لدى {brand}. لا يمكنك تسجيل الدخول قبل ذلك.",
        action: "تعيين كلمة المرور",
        closing: "يعمل الرابط مرة واحدة وخلال {minutes}. لا أحد لدى {brand} يرى كلمة مرورك أو يطلبها منك.",
        warning: "",
    },
    account_password: LetterText {
        subject: "كلمة مرور جديدة لحساب التداول {login} لدى {brand}",
        lead: "يمكنك الحصول على كلمة مرور جديدة لحساب التداول {login}. تُنشأ عندما تفتح الرابط وتضغط الزر، وتظهر لك هذه المرة فقط. تبقى كلمة مرورك القديمة صالحة حتى ذلك الحين.",
        action: "الحصول على كلمة المرور الجديدة",
        closing: "يعمل الرابط مرة واحدة وخلال {minutes}. لا أحد لدى {brand} يرى كلمة مرورك أو يطلبها منك. إن لم تطلب كلمة مرور فلا تفتح الرابط، وأخبرنا.",
        warning: "",
    },
    client_email_changed: LetterText {
        subject: "تغيّر عنوان البريد الإلكتروني لحسابك لدى {brand}",
        lead: "تغيّر عنوان البريد الإلكتروني لحسابك لدى {brand} إلى {mask} في {at}. تصل هذه الرسالة إلى العنوان السابق.",
        action: "",
        closing: "أُنهيت جلساتك كلها، وتتوقف عمليات السحب لبعض الوقت.",
        warning: "إن لم تطلب هذا التغيير فأخبرنا فورًا.",
    },
    security_notice: LetterText {
        subject: "تنبيه أمني من {brand}",
        lead: "",
        action: "",
        closing: "إن كنت أنت من فعل ذلك فلا حاجة إلى أي إجراء. وإلا فغيّر كلمة مرورك وأخبر مديرك فورًا.",
        warning: "",
    },
    change,
};

/// Behind «خلال», so a dual stands as «دقيقتين»; hundreds count by what follows them.
fn minutes(n: u32) -> String {
    match (n, n % 100) {
        (1, _) => "دقيقة واحدة".to_owned(),
        (2, _) => "دقيقتين".to_owned(),
        (_, 3..=10) => format!("{n} دقائق"),
        _ => format!("{n} دقيقة"),
    }
}

const fn change(change: SecurityChange) -> &'static str {
    match change {
        SecurityChange::PasswordChanged => "تغيّرت كلمة مرورك.",
        SecurityChange::TotpEnrolled => "أُضيف تطبيق مصادقة إلى تسجيل دخولك.",
        SecurityChange::TotpRemoved => "أُزيل تطبيق المصادقة من تسجيل دخولك.",
        SecurityChange::RecoveryCodesRenewed => "أُنشئت رموز استرداد جديدة لتسجيل دخولك. لم تعد الرموز القديمة تعمل.",
        SecurityChange::RecoveryCodeUsed => "استُخدم رمز استرداد لتسجيل الدخول إلى حسابك.",
    }
}
