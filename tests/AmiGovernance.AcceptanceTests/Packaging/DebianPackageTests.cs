using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Packaging;

/// <summary>The Debian package of the native binary; `packaging/check.sh` installs it in a Debian base system.</summary>
public sealed class DebianPackageTests
{
    [Fact]
    public void The_package_holds_program_manual_and_completions()
    {
        var binary = Environment.GetEnvironmentVariable("AMIGOV_BINARY");
        Assert.SkipWhen(
            string.IsNullOrEmpty(binary),
            "AMIGOV_BINARY does not name a published binary; .ci/run builds one"
        );
        Tool.Demand("dpkg-shlibdeps");
        using var release = new ReleaseFolder();
        var published = Path.GetDirectoryName(binary);
        release.Demand($"debian/build.sh {published} 1.2.0-rc.1 {release.Files}");
        var package = Assert.Single(Directory.GetFiles(release.Files));
        Assert.StartsWith("amigov_1.2.0-rc.1_", Path.GetFileName(package), StringComparison.Ordinal);
        if (TestScale.IsFull)
            IsTheSameAgain(release, published!, package);

        var depends = Tool.Run("dpkg-deb", ["--field", package, "Depends"]);
        Assert.Contains("libc6 (>= ", depends, StringComparison.Ordinal);
        Assert.Contains("libssl3", depends, StringComparison.Ordinal);
        Assert.Contains("git", depends, StringComparison.Ordinal);
        var contents = Tool.Run("dpkg-deb", ["--contents", package]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(contents, line => Assert.Contains(" root/root ", line, StringComparison.Ordinal));
        Holds(contents, "-rwxr-xr-x", "./usr/lib/amigov/amigov");
        Holds(contents, "-rw-r--r--", "./usr/lib/amigov/libe_sqlite3.so");
        Holds(contents, "lrwxrwxrwx", "./usr/bin/amigov -> ../lib/amigov/amigov");
        Holds(contents, "-rw-r--r--", "./usr/share/man/man1/amigov-apply.1.gz");
        Holds(contents, "-rw-r--r--", "./usr/share/bash-completion/completions/amigov");
        Holds(contents, "-rw-r--r--", "./usr/share/doc/amigov/copyright");
        Holds(contents, "-rw-r--r--", "./usr/share/doc/amigov/NOTICE");
    }

    private static void IsTheSameAgain(ReleaseFolder release, string published, string package)
    {
        var bytes = File.ReadAllBytes(package);
        release.Demand($"debian/build.sh {published} 1.2.0-rc.1 {release.Files}");
        Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(package)));
    }

    private static void Holds(IEnumerable<string> contents, string mode, string path) =>
        Assert.Single(
            contents,
            line =>
                line.StartsWith(mode, StringComparison.Ordinal) && line.EndsWith($" {path}", StringComparison.Ordinal)
        );
}
