  const start = async () => {
    if (!token) return ended();
    try {
      const link = await post("/set-password/link", { token });
      if (link.status === 410) return ended();
      if (!link.ok) { at("who").textContent = ""; return say(words(link)); }
      at("who").textContent = "Hello " + link.body.name + ". You will sign in as " + link.body.email + ".";
      at("username").value = link.body.email;
      at("form").hidden = false;
      at("password").focus();
    } catch { at("who").textContent = ""; say("We cannot be reached at the moment. Try again in a moment."); }
  };
  at("show").addEventListener("change", (e) => { at("password").type = e.target.checked ? "text" : "password"; });
  at("form").addEventListener("submit", async (e) => {
    e.preventDefault();
    at("send").disabled = true;
    at("message").hidden = true;
    try {
      const done = await post("/set-password", { token, password: at("password").value });
      if (done.status === 410) return ended();
      if (!done.ok) return say(words(done));
      at("form").hidden = true;
      say("Your password is set. You may close this page.", true);
    } catch { say("We cannot be reached at the moment. Try again in a moment."); }
    finally { at("send").disabled = false; }
  });
  start();
