import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("RFC 1928, RFC 1929: SOCKS 5, without a socket")
struct SOCKS5HandshakeTests {
  private static let credentials = HTTPCredentials(userInfo: "me:pw".utf8)

  /// What is sent after each answer, and what comes of the last one.
  private static func talk(
    _ target: SOCKS5Handshake.Target = .name("h.test"), _ credentials: HTTPCredentials? = nil,
    _ answers: [[UInt8]],
    pieces size: Int = .max
  ) throws -> (sent: [[UInt8]], last: ProxyProgress) {
    var handshake = try SOCKS5Handshake(target, port: 8080, credentials: credentials)
    var (sent, last) = ([handshake.greeting], ProxyProgress.incomplete)
    for answer in answers {
      var rest = answer[...]
      while !rest.isEmpty {
        last = handshake.receive(rest.prefix(min(size, rest.count)))
        rest = rest.dropFirst(min(size, rest.count))
        if case .send(let bytes) = last { sent.append(bytes) }
      }
    }
    return (sent, last)
  }

  @Test("without credentials, for each kind of target and each cut", arguments: [1, 3, 1000])
  func withoutProof(size: Int) throws {
    let targets: [(SOCKS5Handshake.Target, [UInt8])] = [
      (.name("h.test"), [3, 6] + "h.test".utf8), (.address([127, 0, 0, 1]), [1, 127, 0, 0, 1]),
      (.address(Array(repeating: 7, count: 16)), [4] + Array(repeating: 7, count: 16)),
    ]
    for (target, bytes) in targets {
      let (sent, last) = try Self.talk(
        target, nil, [[5, 0], [5, 0, 0, 1, 10, 0, 0, 1, 0, 80]], pieces: size)
      #expect(sent == [[5, 1, 0], [5, 1, 0] + bytes + [0x1F, 0x90]])
      #expect(last == .open(rest: []))
    }
  }

  @Test("with credentials, asked for and not")
  func withProof() throws {
    let request: [UInt8] = [5, 1, 0, 3, 6] + "h.test".utf8 + [0x1F, 0x90]
    let proof: [UInt8] = [1, 2] + "me".utf8 + [2] + "pw".utf8
    let (sent, last) = try Self.talk(.name("h.test"), Self.credentials, [[5, 2], [1, 0]])
    #expect(sent == [[5, 2, 0, 2], proof, request])
    #expect(last == .send(request))
    #expect(try Self.talk(.name("h.test"), Self.credentials, [[5, 0]]).sent == [[5, 2, 0, 2], request])
  }

  @Test("an answer with a name or an IPv6 address, and what the server says at once")
  func answers() throws {
    let rest: [UInt8] = [0x81, 0]
    for address in [[3, 2, 0x61, 0x62], [4] + [UInt8](repeating: 0, count: 16), [1, 0, 0, 0, 0], [3, 0]]
      as [[UInt8]]
    {
      let answer = [5, 0, 0] + address + [0, 0]
      #expect(try Self.talk(.name("h"), nil, [[5, 0], answer + rest]).last == .open(rest: rest))
      #expect(try Self.talk(.name("h"), nil, [[5, 0], answer.dropLast()]).last == .incomplete)
    }
  }

  @Test("refusals")
  func refusals() throws {
    #expect(try Self.talk([[5, 0xFF]]).last == .failed(.noSharedMethod))
    #expect(try Self.talk([[5, 2]]).last == .failed(.noSharedMethod))
    #expect(try Self.talk(.name("h"), Self.credentials, [[5, 1]]).last == .failed(.noSharedMethod))
    #expect(
      try Self.talk(.name("h"), Self.credentials, [[5, 2], [1, 1]]).last == .failed(.wrongCredentials))
    #expect(try Self.talk([[5, 0], [5, 5]]).last == .failed(.declined(SOCKS5Reply(rawValue: 5))))
    #expect(
      try Self.talk([Array("HTTP/1.1 400".utf8)]).last == .failed(.notUnderstood(Array("HTTP/1.1 400".utf8))))
    #expect(try Self.talk([[4]]).last == .failed(.notUnderstood([4])))
    #expect(try Self.talk([[5, 0], [5, 0, 0, 9, 9]]).last == .failed(.notUnderstood([5, 0, 0, 9, 9])))
    #expect(try Self.talk([[5, 0], [0x48]]).last == .failed(.notUnderstood([0x48])))
    #expect(throws: UsageError.self) {
      try SOCKS5Handshake(.name(String(repeating: "a", count: 256)), port: 1, credentials: nil)
    }
  }

  @Test("every reply has words", arguments: UInt8.min ... .max)
  func replies(code: UInt8) {
    #expect(SOCKS5Reply(rawValue: code).description.hasSuffix("(reply \(code))"))
  }

  private static func talk(_ answers: [[UInt8]]) throws -> (sent: [[UInt8]], last: ProxyProgress) {
    try talk(.name("h.test"), nil, answers)
  }
}
