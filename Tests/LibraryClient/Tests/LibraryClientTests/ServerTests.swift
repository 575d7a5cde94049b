import Foundation
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A server, as a program of another package uses it", .timeLimit(.minutes(2)))
struct ServerTests {
  private struct Mistake: Error {}

  @Test("connections come to a loop, and each is closed when its handle is gone")
  func loop() async throws {
    let server = try await WebSocketServer.bind()
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await withThrowingDiscardingTaskGroup { group in
          for try await connection in server.connections { group.addTask { try await echo(connection) } }
        }
      }
      for number in 0..<20 {
        try await WebSocketClient.withConnection(to: "ws://\(server.address)/") { connection in
          try await connection.send("\(number)")
          for try await message in connection.messages {
            #expect(message == .text("\(number)"))
            break
          }
        }
      }
      await server.shutDown()
      try await group.waitForAll()
    }
    var second = server.connections.makeAsyncIterator()
    await #expect(throws: WebSocketError.self) { _ = try await second.next() }
  }

  @Test("a handler that throws closes its connection with 1011, and the others go on")
  func throwing() async throws {
    try await withServer { connection in
      for try await message in connection.messages {
        if message == .text("fail") { throw Mistake() }
        try await connection.send(message)
      }
    } _: { url in
      let other = try await WebSocketClient.connect(to: url)
      let failing = try await WebSocketClient.connect(to: url)
      try await failing.send("fail")
      let error = await #expect(throws: WebSocketError.self) { for try await _ in failing.messages {} }
      #expect(error?.description == "open: the server closed with 1011")
      try await other.send("fine")
      for try await message in other.messages {
        #expect(message == .text("fine"))
        break
      }
    }
  }

  @Test("a shutdown closes what is open with 1001, and run returns")
  func shutDown() async throws {
    let server = try await WebSocketServer.bind()
    async let running: Void = server.run(echo)
    let connection = try await WebSocketClient.connect(to: "ws://\(server.address)/")
    await server.shutDown()
    try await running
    for try await _ in connection.messages {}
    #expect(connection.closeCode == .goingAway)
    await #expect(throws: WebSocketError.self) {
      try await WebSocketClient.connect(to: "ws://\(server.address)/")
    }
  }

  @Test(
    "the hook sees the request, chooses the subprotocol and adds fields; an answer that breaks the rules is a 500"
  )
  func hook() async throws {
    var configuration = WebSocketServerConfiguration()
    configuration.onUpgrade = { request in
      guard request.target == "/chat?room=1" else { return .accept(subprotocol: "not offered") }
      do {
        return .accept(
          subprotocol: request.subprotocols.last,
          headers: [try HTTPField(name: "X-Peer", value: request.peerAddress.isEmpty ? "none" : "known")])
      } catch {
        return .refuse(HTTPResponse(.badRequest))
      }
    }
    try await withServer(with: configuration, echo) { url in
      var client = WebSocketClientConfiguration()
      client.subprotocols = ["a", "b"]
      try await WebSocketClient.withConnection(to: url + "chat?room=1", configuration: client) { connection in
        #expect(connection.subprotocol == "b")
        #expect(connection.response?.fields("X-Peer").map(\.value) == ["known"])
      }
      let other = client
      let error = await #expect(throws: WebSocketError.self) {
        try await WebSocketClient.connect(to: url, configuration: other)
      }
      #expect(error?.response?.startLine == "HTTP/1.1 500 Internal Server Error")
    }
  }

  @Test("one connection too many is refused with 503")
  func limit() async throws {
    var configuration = WebSocketServerConfiguration()
    configuration.maxConnections = 1
    try await withServer(with: configuration, echo) { url in
      try await WebSocketClient.withConnection(to: url) { _ in
        let error = await #expect(throws: WebSocketError.self) { try await WebSocketClient.connect(to: url) }
        #expect(error?.response?.startLine == "HTTP/1.1 503 Service Unavailable")
      }
    }
  }

  @Test("a unix socket, and no file of it is left")
  func unixSocket() async throws {
    let path = "/tmp/library-client-\(UInt32.random(in: 0 ... .max)).socket"
    try await withServer(at: .unix(path: path), echo) { _ in
      var configuration = WebSocketClientConfiguration()
      configuration.route = Route(to: .unix(path: path), usesTLS: false)
      try await WebSocketClient.withConnection(to: "ws://host.test/", configuration: configuration) {
        try await $0.ping()
      }
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("TLS on both sides, and what it agreed on")
  func tls() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("library-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (certificate, key) = (folder.appending(path: "c.pem").path, folder.appending(path: "k.pem").path)
    let openssl = Process()
    openssl.executableURL = URL(filePath: "/usr/bin/env")
    openssl.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2",
      "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    try #require(openssl.terminationStatus == 0)

    var configuration = WebSocketServerConfiguration()
    configuration.identity = TLSIdentity(certificateChain: certificate, privateKey: key)
    try await withServer(with: configuration, echo) { url in
      let untrusted = await #expect(throws: WebSocketError.self) {
        try await WebSocketClient.connect(to: url)
      }
      #expect(untrusted?.phase == .tls)
      #expect(untrusted?.description == "tls: the server's certificate is not trusted")
      var client = WebSocketClientConfiguration()
      client.tls.trust = .file(certificate)
      try await WebSocketClient.withConnection(to: url, configuration: client) { connection in
        #expect(connection.tls?.version == "TLSv1.3")
        #expect(connection.tls?.peerCertificate?.isEmpty == false)
        #expect(connection.phases.map(\.name) == [.tcp, .tls, .upgrade])
        try await connection.ping()
      }
    }
  }
}
