import SystemCalls

/// The variables of the environment.
enum Environment {
  /// The value of one that is set and not empty.
  static func value(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
