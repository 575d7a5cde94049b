/// Constants of sockets that the C libraries spell in different types.
package enum SocketConstants {
  #if canImport(Glibc)
    /// `SOCK_STREAM`.
    package static let stream = Int32(SOCK_STREAM.rawValue)
  #else
    /// `SOCK_STREAM`.
    package static let stream = SOCK_STREAM
  #endif

  #if canImport(Darwin)
    /// The flags of a `send` that does not wait and raises no signal. On Darwin an option of the socket, which NIO sets, prevents the signal.
    package static let nonblockingSend = MSG_DONTWAIT
  #else
    /// The flags of a `send` that does not wait and raises no signal.
    package static let nonblockingSend = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
  #endif
}
