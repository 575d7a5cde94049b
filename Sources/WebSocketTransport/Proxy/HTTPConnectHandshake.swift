import WebSocketWire

/// HTTP's CONNECT: a request for a tunnel, and the answer to it (RFC 9110 9.3.6).
struct HTTPConnectHandshake: ProxyHandshake {
  /// The bytes of the request.
  let greeting: [UInt8]
  private(set) var status: Int?
  private var reader = HTTPHeadReader(limit: Self.headLimit)
  /// The answer that refuses.
  private var refusal: Refusal?

  /// The most that a proxy's head may have, in bytes.
  static let headLimit = 65536
  /// What is kept of an answer that is not HTTP, in bytes.
  private static let keptLimit = 256
  private static let start = Array("HTTP/1.".utf8)

  /// `host` is an IPv6 address without brackets, or a name. `proof` is the value of `Proxy-Authorization`; nil for none.
  init(host: String, port: Int, proof: String?, headers: [HTTPField] = []) {
    let target = Self.target(host, port)
    let given = Set(headers.map { $0.name.lowercased() })
    var lines = ["CONNECT \(target) HTTP/1.1"]
    if !given.contains("host") { lines.append("Host: \(target)") }
    if let proof, !given.contains("proxy-authorization") { lines.append("Proxy-Authorization: \(proof)") }
    lines += headers.map { "\($0.name): \($0.value)" }
    greeting = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// The target in authority form (RFC 9112 3.2.3). A zone means nothing to another machine.
  static func target(_ host: String, _ port: Int) -> String {
    guard host.contains(":") else { return "\(host):\(port)" }
    return "[\(host.prefix { $0 != "%" })]:\(port)"
  }

  mutating func receive(_ bytes: some Collection<UInt8>) -> ProxyProgress {
    var rest = Array(bytes)[...]
    while refusal == nil, !rest.isEmpty {
      switch rest.withUnsafeBytes({ reader.append($0.bytes) }) {
      case .incomplete: return isHTTP ? .incomplete : .failed(.notUnderstood(kept))
      case .tooBig: return .failed(isHTTP ? .headTooBig : .notUnderstood(kept))
      case .complete(let head, let used):
        guard isHTTP, let status = Self.status(of: head) else { return .failed(.notUnderstood(kept)) }
        rest = rest.dropFirst(used)
        reader = HTTPHeadReader(limit: Self.headLimit)
        switch status {
        // An answer that is not final (RFC 9110 15.2).
        case 100..<200: continue
        // Whatever length the head names, a tunnel follows it.
        case 200..<300:
          self.status = status
          return .open(rest: Array(rest))
        default: refusal = Refusal(head)
        }
      }
    }
    guard refusal != nil else { return .incomplete }
    rest.withUnsafeBytes { refusal?.take($0.bytes) }
    return refusal?.isComplete == true ? .failed(receiveEnd(nil)) : .awaitsBody
  }

  func receiveEnd(_ words: String?) -> ProxyFailure.Reason {
    guard let refusal else {
      if reader.bytes.isEmpty { return .lost(words) }
      return isHTTP ? .cut(words) : .notUnderstood(kept)
    }
    return .refused(refusal.head, body: refusal.body, fault: refusal.finalFault)
  }

  /// Whether what has come can be the start of an answer.
  private var isHTTP: Bool { zip(reader.bytes, Self.start).allSatisfy(==) }

  private var kept: [UInt8] { Array(reader.bytes.prefix(Self.keptLimit)) }

  private static func status(of head: HTTPHead) -> Int? {
    let parts = head.startLineParts
    guard parts.count > 1, parts[1].utf8.count == 3 else { return nil }
    return Digits.decimal(parts[1])
  }
}
