  const start = async () => {
    if (!token) return ended();
    try {
      const link = await post("/account-password/link", { token });
      if (link.status === 410) return ended();
      if (!link.ok) { hush(); return say(words(link)); }
      put("who", () => fill(link.body.which === "investor" ? t.hello_investor : t.hello_main, link.body));
      at("form").hidden = false;
      at("send").focus();
    } catch { hush(); say(() => t.away); }
  };
  at("form").addEventListener("submit", async (e) => {
    e.preventDefault();
    at("send").disabled = true;
    at("message").hidden = true;
    try {
      const taken = await post("/account-password", { token });
      if (taken.status === 410) return ended();
      if (!taken.ok) return say(words(taken));
      at("form").hidden = true;
      at("login").textContent = taken.body.login;
      at("server").textContent = taken.body.server;
      at("password").textContent = taken.body.password;
      at("taken").hidden = false;
      say(() => t.done, true);
    } catch { say(() => t.away); }
    finally { at("send").disabled = false; }
  });
  at("copy").addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(at("password").textContent); say(() => t.copied, true); }
    catch { say(() => t.not_copied); }
  });
  start();
