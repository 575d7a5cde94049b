import Foundation
import TerminalTestSupport
import Testing

/// Every way to give a secret, searched for in everything that is printed, written or listed.
@Suite("No secret is shown", .gated)
struct SecretTests {
  private static let secret = "S3cretXq7"

  /// What must not be found: the secret, and what Basic makes of it.
  private static let forms = [
    secret, Data("me:\(secret)".utf8).base64EncodedString(), Data(secret.utf8).base64EncodedString(),
  ]

  /// Files that hold the secret, in a folder.
  private static func files(in folder: TemporaryFolder) throws {
    _ = try folder.file("auth", Data("me:\(secret)\n".utf8))
    _ = try folder.file("secret", Data("\(secret)\n".utf8))
    _ = try folder.file("netrc", Data("machine 127.0.0.1 login me password \(secret)\n".utf8))
    _ = try folder.file("field", Data("X-Api-Key: \(secret)\n".utf8))
    let cookie = "127.0.0.1\tFALSE\t/\tFALSE\t0\tid\t\(secret)\n"
    _ = try folder.file("cookies", Data("# Netscape HTTP Cookie File\n\(cookie)".utf8))
    _ = try folder.file("format", Data("%{json} %{url} %{url_effective} %{errormsg} %{subprotocol}\\n".utf8))
  }

  /// Options in which FOLDER is the folder of the files.
  static let sources: [[String]] = [
    ["--auth", "me:\(secret)"], ["-u", "me:\(secret)"], ["--user=me:\(secret)"],
    ["--auth-file", "FOLDER/auth"], ["--auth-env", "AUTH"], ["--bearer", secret],
    ["--bearer-file", "FOLDER/secret"], ["--bearer-env", "TOKEN"], ["--netrc-file", "FOLDER/netrc"],
    ["-b", "id=\(secret)"], ["-b", "FOLDER/cookies"], ["--cookie-jar", "FOLDER/cookies"],
    ["-H", "Authorization: Bearer \(secret)"], ["-H", "Cookie: id=\(secret)"],
    ["-H", "X-Api-Key: \(secret)"], ["-H", "@FOLDER/field"], ["-s", "bearer, \(secret)"],
    ["--passphrase", secret, "--cert", "CERT", "--key", "KEY"],
    ["--passphrase-file", "FOLDER/secret", "--cert", "CERT", "--key", "KEY"],
    ["--passphrase-env", "TOKEN", "--cert", "CERT", "--key", "KEY"],
    ["--proxy", "http://me:\(secret)@PROXY"], ["--proxy", "PROXY", "--proxy-auth-file", "FOLDER/auth"],
    ["--proxy", "PROXY", "--proxy-header", "Proxy-Authorization: Basic \(forms[1])"], ["http_proxy"],
  ]

  @Test(arguments: sources)
  func isShown(source: [String]) async throws {
    let certificates = try await Certificates.make()
    let folder = try TemporaryFolder()
    try Self.files(in: folder)
    let server = try await RequestPeer.start()
    defer { server.end() }
    let usesProxy = source.contains { $0.contains("PROXY") || $0.contains("proxy") }
    let proxy = usesProxy ? try await ProxyPeer.tinyproxy("BasicAuth me \(Self.secret)") : nil
    defer { proxy?.end() }
    let address = proxy?.address ?? ""
    let options = source.filter { $0 != "http_proxy" }.map { word in
      word.replacing("FOLDER", with: folder.url.path).replacing("PROXY", with: address)
        .replacing("CERT", with: certificates.folder.path("leaf.pem"))
        .replacing("KEY", with: certificates.folder.path("pkcs8.key"))
    }
    var environment = ["AUTH": "me:\(Self.secret)", "TOKEN": Self.secret]
    if source == ["http_proxy"] { environment["http_proxy"] = "http://me:\(Self.secret)@\(address)" }
    let views = ["--show", "tree", "--hex", "--handshake", "--write-out", "@" + folder.path("format")]
    for path in ["/mirror", "/greet"] {
      let child = try Program.start(
        options + views + [
          server.url("\(path)?token=\(Self.secret)", scheme: options.contains("--cert") ? "wss" : "ws")
        ], input: .held,
        environment: environment)
      if path == "/greet", !options.contains("--cert") {
        await child.output.wait(for: "ready")
        let line = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(child.process)/cmdline"))
        Self.search(String(decoding: line, as: UTF8.self), source)
        #expect(!line.isEmpty)
      }
      child.write("x\n")
      child.closeInput()
      let outcome = await child.outcome()
      // A wrong passphrase does not open the key.
      outcome.expect(status: options.contains("--cert") ? 66 : path == "/greet" ? 0 : 78)
      Self.search(outcome.text, source)
      Self.search(outcome.errors, source)
      #expect(outcome.text.contains("{"), "the report is there")
    }
  }

  @Test func isKept() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let url = server.url("/greet?token=\(Self.secret)").replacing("ws://", with: "ws://me:\(Self.secret)@")
    try await Screen.wscope([url, "--handshake", "-H", "X-Api-Key: \(Self.secret)"]) { screen in
      try await screen.enter("/connect \(url)&again=1")
      try await screen.wait { $0.count(of: "ready") == 2 && $0.currentRow == ">" }
      try await screen.enter("/handshake")
      try await screen.wait { $0.contains("Sec-WebSocket-Accept") && $0.currentRow == ">" }
      // What is typed is seen while it is typed, and not afterwards.
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
      let history = try screen.file(".local/state/wscope/history/127.0.0.1_\(server.port)")
      let text = String(decoding: history, as: UTF8.self)
      #expect(text.contains("again=1"))
      Self.search(text, [url])
    }
  }

  private static func search(_ text: String, _ source: [String]) {
    for form in forms where text.contains(form) {
      Issue.record("\(form) of \(source) is in \(text.prefix(4000))")
    }
  }
}
