  const start = async () => {
    if (!token) return ended();
    try {
      const link = await post("/set-password/link", { token });
      if (link.status === 410) return ended();
      if (!link.ok) { hush(); return say(words(link)); }
      put("who", () => fill(t.hello, link.body));
      at("username").value = link.body.email;
      at("form").hidden = false;
      at("password").focus();
    } catch { hush(); say(() => t.away); }
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
      say(() => t.done, true);
    } catch { say(() => t.away); }
    finally { at("send").disabled = false; }
  });
  start();
