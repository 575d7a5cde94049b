/// How one end takes part in permessage-deflate.
public struct DeflateOptions: Hashable, Sendable {
  /// A client offers them in this order of preference; a server would like the first of them.
  public var terms: [DeflateTerms]
  /// 1, fast, to 9, small.
  public var level: Int
  /// Messages of fewer bytes go out as they are.
  public var threshold: Int

  /// Fails when there are no terms, or the level is none of 1 to 9.
  public init(
    terms: [DeflateTerms], level: Int = defaultLevel, threshold: Int = defaultThreshold
  ) throws(UsageError) {
    guard !terms.isEmpty else { throw UsageError("compression needs terms to be offered (RFC 7692 5.1)") }
    guard (1...9).contains(level) else {
      throw UsageError("\(level) is not a level of compression, which are 1 to 9")
    }
    self.terms = terms
    self.level = level
    self.threshold = threshold
  }

  private init() { (terms, level, threshold) = ([.default], Self.defaultLevel, Self.defaultThreshold) }

  /// Everything at its default.
  public static let `default` = DeflateOptions()
  /// zlib's own.
  public static let defaultLevel = 6
  /// In bytes; less is hardly worth the time.
  public static let defaultThreshold = 64

  /// Reads the parameters of one offer or of several between commas; an offer may leave out the extension's name.
  package static func terms(_ text: String) throws(UsageError) -> [DeflateTerms] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
    let named = parts.map { part in
      part == DeflateTerms.name || part.hasPrefix("\(DeflateTerms.name);")
        ? part : "\(DeflateTerms.name); \(part)"
    }
    guard let elements = ExtensionElement.list(named.joined(separator: ", ")) else {
      throw UsageError(
        "\(text.quoted) are not parameters, expected name or name=value, with semicolons between (RFC 7692 7.1)"
      )
    }
    var terms: [DeflateTerms] = []
    for element in elements {
      do {
        terms.append(try DeflateTerms(element, in: .offer))
      } catch {
        throw UsageError("\(error.words) (\(error.clause))")
      }
    }
    return terms
  }
}
