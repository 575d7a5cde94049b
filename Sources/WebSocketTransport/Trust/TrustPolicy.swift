/// Whose certificates a client believes.
public enum TrustPolicy: Hashable, Sendable {
  /// Those that the system's store vouches for.
  case system
  /// Those that the authorities in this PEM file vouch for, and no others.
  case file(String)
  /// All of them: the connection is private, but with whom is not known.
  case anyone
}
