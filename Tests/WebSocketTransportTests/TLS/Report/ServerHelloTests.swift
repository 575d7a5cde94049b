import Testing

@testable import WebSocketTransport

@Suite("The server's hello, read from the stream")
struct ServerHelloTests {
  /// The body of a hello that chooses these, with a session identifier of `id` bytes.
  private static func body(_ version: UInt16, cipher: UInt16, id: Int = 32, extensions: [UInt8]? = nil)
    -> [UInt8]
  {
    var body = [UInt8(version >> 8), UInt8(version & 0xFF)] + [UInt8](repeating: 9, count: 32)
    body += [UInt8(id)] + [UInt8](repeating: 8, count: id) + [UInt8(cipher >> 8), UInt8(cipher & 0xFF), 0]
    if let extensions { body += [0, UInt8(extensions.count)] + extensions }
    return body
  }

  private static func message(_ body: [UInt8], type: UInt8 = 2) -> [UInt8] {
    [type, 0, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
  }

  private static func record(_ content: [UInt8], type: UInt8 = 22) -> [UInt8] {
    [type, 3, 3, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
  }

  /// The hello however the stream is cut into two.
  private static func hello(_ stream: [UInt8]) -> [ServerHello?] {
    (0...stream.count).map { cut in
      var reader = ServerHelloReader()
      reader.read(stream[..<cut])
      reader.read(stream[cut...])
      return reader.hello
    }
  }

  @Test("its version and cipher are found, in one record or several, and whatever follows")
  func found() {
    // server_name, empty, and supported_versions.
    let latest = Self.body(0x0303, cipher: 0x1301, extensions: [0, 0, 0, 0, 0, 43, 0, 2, 3, 4])
    let old = Self.body(0x0303, cipher: 0xC02F, id: 0)
    for (body, name, cipher) in [(latest, "TLSv1.3", UInt16(0x1301)), (old, "TLSv1.2", 0xC02F)] {
      let message = Self.message(body)
      let whole = Self.record(message + [11, 0, 0, 0]) + Self.record([0], type: 23)
      let split = Self.record(Array(message[..<3])) + Self.record([]) + Self.record(Array(message[3...]))
      for hello in Self.hello(whole) + Self.hello(split) {
        #expect(hello?.versionName == name && hello?.cipher == cipher)
      }
    }
  }

  @Test("a stream that has none, or a broken one, gives none and is not kept")
  func none() {
    let cut = Self.message(Array(Self.body(0x0303, cipher: 1).dropLast(5)))
    let streams = [
      Self.record([2, 40], type: 21), Self.record(Self.message([1, 2, 3])), Self.record(cut),
      Self.record(Self.message(Self.body(0x0303, cipher: 1), type: 1)),
      Array("HTTP/1.1 400 Bad Request".utf8),
      Self.record([2, 0xFF, 0xFF, 0xFF, 0]), Self.record([2, 0, 0, 0]),
    ]
    for stream in streams {
      for hello in Self.hello(stream) { #expect(hello == nil) }
      var reader = ServerHelloReader()
      reader.read(stream)
      #expect(reader.isDone)
    }
    // Extensions that lie about their length say nothing.
    var body = Self.body(0x0303, cipher: 5, extensions: [0, 43, 0xFF, 0xFF, 3, 4])
    #expect(ServerHello(body: body[...])?.versionName == "TLSv1.2")
    body[body.count - 7] = 0xFF
    #expect(ServerHello(body: body[...])?.cipher == 5)
  }
}
