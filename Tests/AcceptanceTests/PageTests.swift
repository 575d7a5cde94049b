import Foundation
import Testing

@Suite("wscope listen --page, in Chromium", .gated)
struct PageTests {
  /// The address of the page.
  private static func page(of listener: Listener) -> String { "http" + listener.url.dropFirst(2) }

  @Test(arguments: [false, true])
  func connectsBackAndTalks(isSecure: Bool) async throws {
    let identity = isSecure ? try await Certificates.make().server : []
    let listener = try await Listener.start(
      ["--page", "--echo", "--show", "line", "--greet", "<b>welcome</b>", "--greet", "ü €"] + identity)
    defer { listener.end() }
    let browser = try await Browser.start()
    defer { browser.end() }
    try await browser.open(Self.page(of: listener))
    #expect(try await browser.text(of: "state", with: "connected") == "connected to \(listener.url)")
    #expect(try await browser.text(of: "log", with: "ü €") == "← <b>welcome</b>← ü €")
    try await browser.run("message.value = 'hello'; form.requestSubmit()")
    let log = try await browser.text(of: "log", with: "← hello")
    #expect(log == "← <b>welcome</b>← ü €→ hello← hello")
    try await browser.run("socket.send(new Uint8Array([0, 1, 254, 255]))")
    _ = try await browser.text(of: "log", with: "← 4 bytes: 00 01 fe ff")
    try await browser.run("document.getElementById('close').click()")
    #expect(try await browser.text(of: "state", with: "closed") == "closed with 1000")
    let story = await listener.child.errors.wait(for: "closed by the client")
    #expect(story.contains(" was given the page\n"), "\(story)")
    try await browser.close()
  }

  @Test func showsTheCloseOfTheServer() async throws {
    let listener = try await Listener.start(["--page"])
    defer { listener.end() }
    let browser = try await Browser.start()
    defer { browser.end() }
    try await browser.open(Self.page(of: listener))
    _ = try await browser.text(of: "state", with: "connected")
    try await browser.run("message.value = 'to standard output'; form.requestSubmit()")
    await listener.child.output.wait(for: "to standard output\n")
    listener.child.send(signal: SIGTERM)
    #expect(try await browser.text(of: "state", with: "closed") == "closed with 1001")
    #expect(await listener.child.status() == 143)
    try await browser.close()
  }

  @Test func isTurnedAwayWithAnotherOrigin() async throws {
    var listener = try await Listener.start(
      ["--page", "--show", "line", "--allow-origin", "https://good.example"], on: "*:0")
    defer { listener.end() }
    listener.url = listener.url.replacing("0.0.0.0", with: "127.0.0.1")
    let browser = try await Browser.start()
    defer { browser.end() }
    try await browser.open(Self.page(of: listener))
    #expect(try await browser.text(of: "state", with: "closed") == "closed with 1006")
    let origin = Self.page(of: listener).dropLast()
    let story = await listener.child.errors.wait(for: "did not get in")
    #expect(
      story.contains(
        " did not get in: 403, its Origin \(origin) is not allowed: --allow-origin lets it in\n"), "\(story)"
    )
    try await browser.close()
  }
}
