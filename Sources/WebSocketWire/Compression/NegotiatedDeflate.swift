/// What both ends have agreed on, each default of RFC 7692 7.1 filled in.
public struct NegotiatedDeflate: Hashable, Sendable, CustomStringConvertible {
  /// How one end compresses.
  public struct Side: Hashable, Sendable {
    /// Whether a message may refer back into the messages before it; true unless agreed otherwise.
    public var keepsContext = true
    /// How far back it may refer: 2 to this power in bytes; 8 to 15, and 15 unless agreed otherwise.
    public var windowBits = 15

    /// How one end compresses; `windowBits` is 8 to 15.
    public init(keepsContext: Bool = true, windowBits: Int = 15) {
      self.keepsContext = keepsContext
      self.windowBits = windowBits
    }
  }

  /// How the client compresses.
  public var client: Side
  /// How the server compresses.
  public var server: Side

  /// What both ends agreed on; the defaults are those of RFC 7692 7.1.
  public init(client: Side = Side(), server: Side = Side()) {
    self.client = client
    self.server = server
  }

  /// What an answer settles. A client also keeps what its offer only hinted at (RFC 7692 7.1.1.2, 7.1.2.2).
  package init(answer: DeflateTerms, to offer: DeflateTerms = DeflateTerms()) {
    client = Side(
      keepsContext: !answer.clientNoContextTakeover && !offer.clientNoContextTakeover,
      windowBits: answer.clientMaxWindowBits?.bits ?? offer.clientMaxWindowBits?.bits ?? 15)
    server = Side(
      keepsContext: !answer.serverNoContextTakeover, windowBits: answer.serverMaxWindowBits ?? 15)
  }

  /// The most memory that zlib takes for one end, which compresses one direction and inflates the other, in bytes. So zlib's
  /// `zconf.h` says, but for some KiB.
  package func memory(of role: WebSocketRole) -> Int {
    let compressing = 1 << (max(9, self[role].windowBits) + 2) + Deflater.tables
    return compressing + 1 << self[role.peer].windowBits
  }

  /// How the messages of a role are compressed.
  public subscript(role: WebSocketRole) -> Side { role == .client ? client : server }

  /// In words: `client: context kept, window 15 bits; server: ...`.
  public var description: String {
    client == server ? "both ends: \(client.words)" : "client: \(client.words); server: \(server.words)"
  }
}

extension NegotiatedDeflate.Side {
  var words: String { "context \(keepsContext ? "kept" : "dropped"), window \(windowBits) bits" }
}

extension DeflateTerms.ClientWindow {
  fileprivate var bits: Int? { if case .bits(let bits) = self { bits } else { nil } }
}
