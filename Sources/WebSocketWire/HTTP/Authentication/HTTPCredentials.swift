/// A user and a password, as HTTP's authentication schemes take them. It prints as `***`.
package struct HTTPCredentials: Hashable, Sendable, CustomStringConvertible {
  package let user: [UInt8]
  package let password: [UInt8]

  package init(user: [UInt8], password: [UInt8]) {
    self.user = user
    self.password = password
  }

  /// Reads `user:password`; the first colon parts them, so that a user has none and a password may (RFC 7617 2).
  package init(userInfo: some Collection<UInt8>) {
    let user = userInfo.prefix { $0 != 0x3A }
    self.init(user: Array(user), password: Array(userInfo.dropFirst(user.count + 1)))
  }

  /// The value of `Authorization` for the scheme Basic (RFC 7617 2).
  package var basic: String { "Basic " + Base64.encode(user + [0x3A] + password) }

  package var description: String { SecretFilter.mark }
}
