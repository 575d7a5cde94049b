import Foundation
import Testing

@Suite("A report of a run for scripts", .gated)
struct WriteOutTests {
  private static func object(_ outcome: Outcome) throws -> [String: Any] {
    let line = try #require(outcome.text.split(separator: "\n").last)
    return try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func ofASuccess() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let url = server.url("/x")
    let outcome = try await Program.run(
      "send", "-s", "chat", "--write-out",
      #"%{http_code} %{close_code} %{stderr}%{url_effective}\n%{stdout}%{json}\n"#,
      url, "hi", "there")
    outcome.expect(status: 0)
    #expect(outcome.text.hasPrefix("hi\nthere\n101 1000 {"), "\(outcome.text)")
    #expect(outcome.errors == "\(url)\n")
    let values = try Self.object(
      Outcome(output: Data(outcome.text.dropFirst("hi\nthere\n101 1000 ".count).utf8), errors: "", status: 0))
    #expect(values["messages_sent"] as? Int == 2 && values["messages_received"] as? Int == 2)
    #expect(values["size_upload"] as? Int == 7 && values["size_download"] as? Int == 7)
    #expect(values["subprotocol"] as? String == "chat")
    #expect(values["remote_ip"] as? String == "127.0.0.1" && values["remote_port"] as? Int == server.port)
    #expect(values["local_ip"] as? String == "127.0.0.1")
    #expect(values["exitcode"] as? Int == 0 && values["errormsg"] is NSNull)
    for name in ["time_connect", "time_pretransfer", "time_first_message", "time_total"] {
      #expect((values[name] as? Double ?? 0) > 0, "\(name)")
    }
  }

  @Test func ofARefusalAfterARedirect() async throws {
    let server = try await RequestPeer.start()
    defer { server.end() }
    let outcome = try await Program.run(
      "send", "-L", "--write-out", #"%{json}\n"#, server.url("/to?url=/basic?token=S3cret"), "hi")
    outcome.expectFailure(78, saying: "401")
    let values = try Self.object(outcome)
    #expect(values["http_code"] as? Int == 401 && values["num_redirects"] as? Int == 1)
    #expect(values["num_connects"] as? Int == 2)
    #expect(values["url_effective"] as? String == server.url("/basic?token=***"))
    #expect(values["exitcode"] as? Int == 78)
    #expect((values["errormsg"] as? String)?.hasPrefix("the upgrade was refused: ") == true)
    #expect((values["time_redirect"] as? Double ?? 0) > 0)
    #expect(values["close_code"] is NSNull)
  }

  @Test func ofANameThatIsNotFound() async throws {
    let outcome = try await Program.run(
      "-x", "hi", "--write-out", #"%{exitcode} %{http_code} %{num_connects} %{time_connect}\n"#,
      "ws://nowhere.invalid/")
    outcome.expectFailure(68)
    #expect(outcome.text == "68 000 1 0.000000\n")
  }

  @Test func ofAClose() async throws {
    let peer = try await Peer.start("hostile.py", ["closes", "1011", "the disk is full"])
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let format = try folder.file("format", Data("%{close_code}: %{close_reason}\\n\n%{exitcode}\n".utf8))
    let outcome = try await Program.run("send", "--write-out", "@" + format, peer.url, "hi")
    outcome.expectFailure(79)
    #expect(outcome.text == "1011: the disk is full\n79")
  }

  @Test func ofALostConnection() async throws {
    let peer = try await Peer.start("hostile.py", ["reset"])
    defer { peer.end() }
    let outcome = try await Program.run("send", "--write-out", "%{close_code}", peer.url, "hi")
    #expect(outcome.status == 80)
    #expect(outcome.text.hasSuffix("1006"), "\(outcome.text)")
  }

  @Test func isRefusedWhereARunHasNoEnd() async throws {
    try await Program.run("-l", "0", "--write-out", "x").expectFailure(64, saying: "--write-out")
    try await Program.run("send", "--write-out", "@/nonexistent/f", "ws://h/", "hi").expectFailure(66)
    try await Program.run("send", "--write-out", "%{time_tsl}", "ws://h/", "hi")
      .expectFailure(64, saying: "did you mean %{time_tls}?")
  }
}
