  const kinds = { main: "main password", investor: "investor password, which may only look" };
  const away = "We cannot be reached at the moment. Try again in a moment.";
  const start = async () => {
    if (!token) return ended();
    try {
      const link = await post("/account-password/link", { token });
      if (link.status === 410) return ended();
      if (!link.ok) { at("who").textContent = ""; return say(words(link)); }
      at("who").textContent = "Hello " + link.body.name + ". This is for the " + kinds[link.body.which] + " of your account " + link.body.login + " on " + link.body.server + ".";
      at("form").hidden = false;
      at("send").focus();
    } catch { at("who").textContent = ""; say(away); }
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
      say("Your new password is set. Keep it now: it is not shown again.", true);
    } catch { say(away); }
    finally { at("send").disabled = false; }
  });
  at("copy").addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(at("password").textContent); say("Copied.", true); }
    catch { say("It could not be copied: select it and copy it by hand."); }
  });
  start();
