import Foundation
import Testing

/// What wscat's own page shows runs unchanged: each line through Debian's wscat and through ours, against one server.
@Suite("wscat's command lines", .gated)
struct WscatTests {
  /// Arguments; URL is a path of the server's, and TLS one over TLS.
  static let lines: [[String]] = [
    ["-c", "URL/", "-x", "hi", "-w", "1"], ["--connect", "URL/a/b?c=d", "--execute", "hi", "--wait", "1"],
    ["-c", "HOST", "-x", "hi", "-w", "1"],
    ["-c", "URL/", "-x", "hi", "-w", "1", "-H", "X-One: 1", "--header", "x-two:2"],
    ["-c", "URL/", "-x", "hi", "-w", "1", "-s", "chat", "--subprotocol", "other"],
    ["-c", "URL/", "-x", "hi", "-w", "1", "-o", "http://origin.example"],
    ["-c", "URL/", "-x", "hi", "-w", "1", "--origin", "http://origin.example", "-p", "8"],
    ["-c", "URL/", "-x", "hi", "-w", "1", "--protocol", "13"],
    ["-c", "URL/", "-x", "hi", "-w", "1", "--host", "other.example"],
    ["-c", "URL/basic", "-x", "hi", "-w", "1", "--auth", "user:S3cret"],
    ["-c", "URL/chain/2", "-x", "hi", "-w", "1", "-L"],
    ["-c", "URL/chain/2", "-x", "hi", "-w", "1", "--location", "--max-redirects", "2", "-H", "X: 1"],
    ["-c", "URL/", "-x", "hi", "-w", "1", "--no-color", "-P", "--slash"],
    ["-c", "TLS/", "-x", "hi", "-w", "1", "-n"], ["-c", "TLS/", "-x", "hi", "-w", "1", "--no-check"],
    ["-c", "TLS/", "-x", "hi", "-w", "1", "--ca", "CA"],
    ["-c", "TLS/", "-x", "hi", "-w", "1", "--ca", "CA", "--cert", "CERT", "--key", "KEY"],
    [
      "-c", "TLS/", "-x", "hi", "-w", "1", "-n", "--cert", "CERT", "--key", "SHUT", "--passphrase", "secret",
    ],
    ["-c", "URL/", "-x", "hi", "-w", "1", "--proxy", "PROXY"],
    ["-c", "TLS/", "-x", "hi", "-w", "1", "-n", "--proxy", "PROXY", "-H", "X: 1"],
  ]

  @Test(arguments: lines)
  func runsUnchanged(line: [String]) async throws {
    let certificates = try await Certificates.make()
    let usesTLS = line.contains("TLS/")
    let demands = line.contains("CERT") ? [certificates.authority] : []
    let server = try await RequestPeer.start(usesTLS ? certificates.serverFiles + demands : [])
    defer { server.end() }
    let proxy = line.contains("PROXY") ? try await ProxyPeer.tinyproxy() : nil
    defer { proxy?.end() }
    let arguments = line.map { word in
      word.replacing("URL", with: server.url("")).replacing("HOST", with: "127.0.0.1:\(server.port)")
        .replacing("TLS", with: server.url("", scheme: "wss"))
        .replacing("CA", with: certificates.authority)
        .replacing("CERT", with: certificates.folder.path("leaf.pem"))
        .replacing("KEY", with: certificates.folder.path("leaf.key"))
        .replacing("SHUT", with: certificates.folder.path("pkcs8.key"))
        .replacing("PROXY", with: "http://\(proxy?.address ?? "")")
    }
    let wscat = try Peer.launch("/usr/bin/wscat", arguments, input: .held)
    let theirs = await wscat.outcome()
    theirs.expect(status: 0)
    let ours = try await Program.run(arguments)
    ours.expect(status: 0)
    #expect(ours.text == theirs.text && ours.text == "hi\n")
    let count = line.contains { $0.contains("chain") } ? 3 : 1
    let reports = try await server.reports(2 * count)
    for (their, our) in zip(reports[..<count], reports[count...]) {
      #expect(our.line == their.line)
      #expect(Self.shared(our) == Self.shared(their))
      #expect(our.messages == their.messages)
      // wscat says nothing in its Close, and we that all is well.
      #expect(their.close == 1005 && our.close == 1000 || their.close == nil && our.close == nil)
    }
  }

  /// The fields as a set, but for those that are each program's own.
  private static func shared(_ report: RequestPeer.Report) -> [String] {
    let own = ["user-agent", "sec-websocket-key", "sec-websocket-extensions"]
    return report.fields.filter { !own.contains($0[0].lowercased()) }
      .map { "\($0[0].lowercased()): \($0[1].replacing(", ", with: ","))" }.sorted()
  }

  @Test("lines that begin with a slash send control frames, as wscat's do")
  func heedsSlashes() async throws {
    for program in ["/usr/bin/wscat", Program.path] {
      let server = try await RequestPeer.start()
      defer { server.end() }
      let child = try Peer.launch(
        program, ["-c", server.url("/greet"), "--slash", "-P"], input: .held)
      // wscat drops what comes before it is connected.
      await child.output.wait(for: "ready\n")
      child.write("/ping x\n/close 4000 all done\n")
      let report = try #require(try await server.reports(1).first)
      #expect(report.close == 4000, "\(program)")
      child.end()
    }
  }

  @Test func listens() async throws {
    for (program, arguments) in [
      ("/usr/bin/wscat", ["-l"]), (Program.path, ["-l"]), (Program.path, ["--listen"]),
    ] {
      let port = try FreePort.find()
      let child = try Peer.launch(program, arguments + ["\(port)"], input: .held)
      defer { child.end() }
      var status: Int32 = 69
      while status == 69 {
        status = try await Program.run("send", "--expect", "0", "ws://127.0.0.1:\(port)/", "hi").status
      }
      #expect(status == 0, "\(program)")
      // wscat writes its prompt into a pipe too.
      #expect(await child.output.firstLine().hasSuffix("hi"), "\(program)")
    }
  }

  @Test func tellsItsVersion() async throws {
    for flag in ["-V", "--version"] {
      let outcome = try await Program.run(flag)
      outcome.expect(status: 0)
      #expect(outcome.text == "wscope 0.1.0\n")
    }
  }
}
