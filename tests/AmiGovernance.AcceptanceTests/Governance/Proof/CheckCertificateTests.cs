using System.Diagnostics;

namespace AmiGovernance.AcceptanceTests.Governance.Proof;

/// <summary>The checker as a program of its own, on files.</summary>
public sealed class CheckCertificateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("amigov-certificate-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_accepts_the_sample_s_certificate_and_rejects_it_for_other_documents()
    {
        Write();
        Assert.Equal(
            (0, "accepted: guarantees 1, 2, 3, 4, 5, 6, 7, 8 of 2026-01-03, enforced"),
            Check("certificate.json")
        );

        var policy = Path.Combine(folder, "dist", "scp-ami-guardrail.json");
        File.AppendAllText(policy, " ");
        Assert.Equal((1, "rejected: documents: scp-ami-guardrail.json"), Check("certificate.json"));

        Write();
        File.Copy(policy, Path.Combine(folder, "dist", "scp-ami-guardrail-2.json"));
        Assert.Equal((1, "rejected: documents: scp-ami-guardrail-2.json"), Check("certificate.json"));
        Assert.Equal(2, Check("none.json").ExitCode);
        Assert.Equal(2, Check().ExitCode);
    }

    /// <summary>A missing or a further word is no certificate that cannot be read.</summary>
    [Theory]
    [InlineData()]
    [InlineData("certificate.json")]
    [InlineData("certificate.json", "ami_publishers.json")]
    [InlineData("certificate.json", "ami_publishers.json", "dist", "more")]
    public void It_prints_its_usage(params string[] arguments)
    {
        var (code, output, error) = Start(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal("usage: check-certificate CERTIFICATE CONFIG FOLDER", error.Trim());
    }

    /// <summary>It follows the policies, whatever mode the configuration names.</summary>
    [Fact]
    public void It_says_that_audit_mode_denies_no_launches()
    {
        Write("audit_mode");
        Assert.EndsWith(
            ", in audit mode, where launches are not denied",
            Check("certificate.json").Says,
            StringComparison.Ordinal
        );
    }

    private void Write(string mode = "enabled")
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Governance);
        amigov.Run("generate", "--mode", mode);
        amigov.Run("prove", "--certificate", "certificate.json");
        foreach (var (path, bytes) in amigov.Files.Files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
    }

    /// <summary>The exit code, and what is said up to numbers that change with the documents.</summary>
    private (int ExitCode, string Says) Check(params string[] certificate)
    {
        var (code, says, error) = Start([.. certificate, Samples.ConfigPath, "dist"]);
        Assert.True(code != 2 || error.Length > 0, "nothing is said of what cannot be read");
        return (code, Start(says));
    }

    private (int ExitCode, string Output, string Error) Start(string[] arguments)
    {
        var checker = Path.Combine(AppContext.BaseDirectory, "check-certificate.dll");
        var start = new ProcessStartInfo("dotnet", [checker, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var says = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, says, error.Result);
    }

    private static string Start(string says)
    {
        var end = says.IndexOf(';', StringComparison.Ordinal);
        var words = (end < 0 ? says : says[..end]).TrimEnd();
        return words.StartsWith("rejected", StringComparison.Ordinal) ? words[..words.LastIndexOf(' ')] : words;
    }
}
