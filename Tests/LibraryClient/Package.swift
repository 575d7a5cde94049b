// swift-tools-version: 6.2
import PackageDescription

/// A program of another package that uses the library by the names of its products alone.
///
/// `make test` builds and runs these targets as part of the whole package, without access to what is not public, because a build
/// from here compiles all dependencies again; `swift test --package-path Tests/LibraryClient` is that build.
let package = Package(
  name: "LibraryClient",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "wscope", path: "../.."),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
  ],
  targets: [
    .executableTarget(
      name: "LibraryStress",
      dependencies: [
        .product(name: "WebSocketTransport", package: "wscope"),
        .product(name: "WebSocketWire", package: "wscope"),
      ]),
    .target(
      name: "ArticleCode",
      dependencies: [
        .product(name: "WebSocketTransport", package: "wscope"),
        .product(name: "WebSocketWire", package: "wscope"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .testTarget(
      name: "LibraryClientTests",
      dependencies: [
        "ArticleCode", "LibraryStress",
        .product(name: "WebSocketTransport", package: "wscope"),
        .product(name: "WebSocketWire", package: "wscope"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
      ]),
  ]
)
