/// A server's answer that refuses the upgrade, and as much of its body as is kept.
struct Refusal {
  /// The most of a body that is kept, in bytes.
  static let bodyLimit = 4096

  let head: HTTPHead
  private(set) var body: [UInt8] = []

  init(_ head: HTTPHead) { self.head = head }

  /// Takes the next bytes behind the head.
  mutating func take(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { body.append(contentsOf: $0.prefix(wanted - body.count)) }
  }

  /// Whether all that will be kept is there.
  var isComplete: Bool { body.count == wanted }

  private var wanted: Int {
    let promised = head.fields("Content-Length").first.flatMap { Int($0.value) } ?? Self.bodyLimit
    return max(0, min(promised, Self.bodyLimit))
  }
}
