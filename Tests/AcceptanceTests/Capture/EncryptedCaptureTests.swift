import Foundation
import Testing

@Suite("TLS in captures is shown by the command that wscope read says", .gated)
struct EncryptedCaptureTests {
  private static func shell(_ command: String) async throws -> Outcome {
    try await Child(
      "/bin/sh", ["-c", command], environment: Program.environment, limit: 60
    ).outcome()
  }

  @Test("each frame, also of many in one record, by tshark and by decode of what tshark decrypts")
  func commands() async throws {
    let folder = try TemporaryFolder()
    let certificates = try await Certificates.make()
    let listener = try await Listener.start(["--echo", "--deflate", "off"] + certificates.server)
    defer { listener.end() }
    let port = try #require(URL(string: listener.url)?.port)
    let (file, keys) = (folder.path("tls.pcapng"), folder.path("keys"))
    let capture = try await NetworkCapture.start(port: port, to: file)
    let sent = try await Self.shell(
      "seq 1 700 | SSLKEYLOGFILE=\(keys) \(Program.path) -k --deflate off \(listener.url)")
    sent.expect(status: 0)
    #expect(sent.lines.count == 700)
    try await capture.end(after: 2)
    let read = try await Program.run("read", file)
    read.expect(status: 65)
    let said = read.errors.split(separator: "\n").joined(separator: " ")
    let start = try #require(said.range(of: "tshark -r"), "\(said)")
    let command = said[start.lowerBound...].replacing("KEYS", with: keys)
    // A text of one message, its mask and the Close: 701 frames of each end.
    let shown = try await Self.shell(command + " | grep -c 'Payload length:'")
    #expect(shown.lines == ["1402"], "\(command)\n\(shown)")
    let followed = try await Self.shell(
      "tshark -r \(file) -o tls.keylog_file:\(keys) -o gui.max_tree_depth:100000 -q -z follow,tls,raw,0"
        + " | \(Program.path) decode --show off")
    followed.expect(status: 0)
    #expect(followed.text.hasPrefix("1402 frames"), "\(followed.text)")
  }
}
