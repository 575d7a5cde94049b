// A module of one's own cannot pass on the names of another without the underscore; swift-nio and swift-foundation do the same.
#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Musl)
  @_exported public import Musl
#else
  @_exported public import Darwin
#endif
