import WebSocketTransport
import WebSocketWire

/// The page of `listen --page`: connects back to the host that it came from, sends and shows messages.
enum ListenPage {
  static func make() throws(UsageError) -> Page {
    try Page(
      html: """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>wscope listen</title>
        <link rel="icon" href="data:,">
        <style>\(style)</style>
        <h1>wscope listen</h1>
        <p id="state">connecting</p>
        <form id="form">
        <input id="message" aria-label="Message" autocomplete="off" autofocus>
        <button>Send</button>
        <button id="close" type="button">Close</button>
        </form>
        <ol id="log" aria-live="polite"></ol>
        <script>\(script)</script>
        </html>

        """,
      policy: """
        default-src 'none'; connect-src 'self'; img-src data:; style-src 'sha256-\(styleHash)'; \
        script-src 'sha256-\(scriptHash)'; frame-ancestors 'none'
        """)
  }

  /// SHA-256 of `style` and `script` in base64: the browser runs these and nothing else.
  private static let styleHash = "NG6BFwaLKtLRiDT86Y+C++i/PiQvfk3XvhE5LVNn/g8="
  private static let scriptHash = "NRjCWNJRTPTyVvAkxcKI7xJIgSQ8NsImzp55PWrcrTM="

  private static let style = """
    body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; }
    form { display: flex; gap: .5rem; }
    #message { flex: 1; font: inherit; }
    #log { font-family: monospace; list-style: none; overflow-wrap: anywhere; padding: 0; white-space: pre-wrap; }
    """

  private static let script = #"""
    'use strict';
    const [state, form, message, close, log] =
      ['state', 'form', 'message', 'close', 'log'].map((id) => document.getElementById(id));

    function show(line) {
      const item = document.createElement('li');
      item.textContent = line;
      log.append(item);
      if (log.children.length > 1000) log.firstChild.remove();
    }

    function hex(buffer) {
      const bytes = [...new Uint8Array(buffer, 0, Math.min(buffer.byteLength, 256))];
      const more = buffer.byteLength > bytes.length ? ' ...' : '';
      return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ') + more;
    }

    const url = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/`;
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => { state.textContent = `connected to ${url}`; };
    socket.onmessage = ({ data }) =>
      show(typeof data === 'string' ? `← ${data}` : `← ${data.byteLength} bytes: ${hex(data)}`);
    socket.onclose = ({ code, reason }) => {
      state.textContent = `closed with ${code}${reason === '' ? '' : `: ${reason}`}`;
    };

    form.onsubmit = (event) => {
      event.preventDefault();
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(message.value);
      show(`→ ${message.value}`);
      message.value = '';
    };
    close.onclick = () => socket.close(1000);
    """#
}
