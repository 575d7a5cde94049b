import NIOSSL

extension TLSSettings {
  /// A version of TLS that can be asked for.
  public enum Version: String, Hashable, Sendable, CaseIterable, Comparable {
    /// TLS 1.0 and 1.1 are deprecated (RFC 8996); they are for servers that speak nothing later.
    case v10 = "1.0"
    /// TLS 1.1 (RFC 4346).
    case v11 = "1.1"
    /// TLS 1.2 (RFC 5246).
    case v12 = "1.2"
    /// TLS 1.3 (RFC 8446).
    case v13 = "1.3"

    /// Whether one is the older version.
    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

    /// The versions between two bounds, as a sentence has them: `TLS 1.2 or 1.3`.
    static func words(from least: Self, to most: Self) -> String {
      let names = allCases.filter { least <= $0 && $0 <= most }.map(\.rawValue)
      guard let last = names.last, names.count > 1 else { return "TLS \(names.first ?? least.rawValue)" }
      return "TLS \(names.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// As NIOSSL names it.
    var library: TLSVersion {
      switch self {
      case .v10: .tlsv1
      case .v11: .tlsv11
      case .v12: .tlsv12
      case .v13: .tlsv13
      }
    }
  }
}
