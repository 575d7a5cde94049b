import Foundation
import SystemCalls
import Testing

@Suite("wscope listen, greeting, printing and serving once", .gated)
struct ServeTests {
  @Test func greetsEachClientInOrder() async throws {
    let listener = try await Listener.start(["--greet", "one", "--greet", "-2", "--greet", ""])
    defer { listener.end() }
    for _ in 0..<2 {
      let outcome = try await Program.run("send", "--expect", "3", listener.url, "hello")
      outcome.expect(status: 0)
      outcome.expectOutput(Data("one\n-2\n\n".utf8))
    }
  }

  @Test func writesMessagesOfAllClientsWhole() async throws {
    let listener = try await Listener.start([])
    defer { listener.end() }
    let long = ["a", "b"].map { String(repeating: $0, count: 3 << 20) }
    let clients = try long.map { try Program.start([listener.url], input: .text($0 + "\n"), limit: 60) }
    for client in clients { await client.outcome().expect(status: 0) }
    let output = await listener.child.output.wait { $0.count >= 2 * ((3 << 20) + 1) }
    #expect(String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init).sorted() == long)
  }

  @Test func endsWithTheReaderOfItsOutput() async throws {
    let child = try Program.start(["listen", "0"], output: .unread)
    let url = String(await child.errors.firstLine().dropFirst("listening on ".count))
    async let line = child.readOneLineAndHangUp()
    try await Program.run("send", "--expect", "0", url, "first").expect(status: 0)
    #expect(await line == "first")
    #expect(await child.status() == 0)
  }

  @Test func servesOneClientAndEndsWell() async throws {
    let listener = try await Listener.start(["--once", "--echo", "--page", "--auth", "a:b"])
    defer { listener.end() }
    try await Program.run("send", listener.url, "no credentials").expectFailure(78)
    let plain = try await Peer.script("garbage.py", [listener.url]).outcome()
    plain.expect(status: 0)
    let url = listener.url.replacing("://", with: "://a:b@")
    let outcome = try await Program.run("send", url, "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
    #expect(await listener.child.status() == 0)
  }

  /// How the one client ends, and the listener's status.
  static let endings: [(String, Int32)] = [("closes 4000 enough", 79), ("vanishes", 80), ("breaks", 76)]

  @Test(arguments: endings)
  func endsAsItsClientDoes(how: String, status: Int32) async throws {
    let listener = try await Listener.start(["--once"])
    defer { listener.end() }
    try await Peer.script("ending_client.py", [listener.url] + how.split(separator: " ").map(String.init))
      .outcome().expect(status: 0)
    await listener.child.outcome().expectFailure(status, saying: "127.0.0.1:")
  }
}
