using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Processes;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Signatures;

/// <summary>Signatures by `ssh-keygen`, which git asks too for those of commits.</summary>
internal sealed class SshKeygen : ISignatures
{
    private const string Program = "ssh-keygen";

    /// <summary>In bytes; it would read a device for ever, and fill the memory.</summary>
    private const int LongestKey = 1 << 20;

    /// <summary>In characters; it has a line for each line of a list of signers that it cannot read.</summary>
    private const int LongestProblem = 300;

    // Names within the folder: messages must not tell where it is.
    private const string SignatureFile = "signature";
    private const string SignersFile = "signers";

    public SignatureMade Sign(ReadOnlyMemory<byte> message, string keyPath, string purpose)
    {
        if (NoKey(keyPath) is { } problem)
            return new SignatureMade(null, problem);
        var answer = Run(["-Y", "sign", "-q", "-n", purpose, "-f", keyPath], message);
        return answer is { ExitCode: 0, Out.Length: > 0 }
            ? new SignatureMade(answer.Out)
            : new SignatureMade(null, Problem(answer));
    }

    public SignatureSeen Verify(
        ReadOnlyMemory<byte> message,
        ReadOnlyMemory<byte> signature,
        ReadOnlyMemory<byte> signers,
        string purpose
    )
    {
        // It takes both by their paths alone.
        var folder = Directory.CreateTempSubdirectory("amigov-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, SignatureFile), signature.Span);
            File.WriteAllBytes(Path.Combine(folder.FullName, SignersFile), signers.Span);
            string[] find = ["-Y", "find-principals", "-s", SignatureFile, "-f", SignersFile];
            var found = Run(find, default, folder.FullName);
            if (found.ExitCode != 0)
                return new SignatureSeen(null, Problem(found));
            var signer = Encoding.UTF8.GetString(found.Out).Split('\n')[0].Trim();
            string[] verify = ["-Y", "verify", "-f", SignersFile, "-I", signer, "-n", purpose, "-s", SignatureFile];
            var verified = Run(verify, message, folder.FullName);
            return verified.ExitCode == 0 ? new SignatureSeen(signer) : new SignatureSeen(null, Problem(verified));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Null for a file that may be a key.</summary>
    private static string? NoKey(string path)
    {
        if (Directory.Exists(path))
            return "it is a folder";
        if (!File.Exists(path))
            return "there is no such file";
        if (SpecialFile.Kind(path) is { } kind)
            return $"it is {kind}";
        return new FileInfo(path).Length > LongestKey ? "it is too long for a key" : null;
    }

    private static string Problem(ProgramOutput answer)
    {
        var said = answer.Error;
        var words = said.Length > 0 ? said.ReplaceLineEndings("; ") : $"{Program} ended with {answer.ExitCode}";
        return Sanitize.Text(Shortened.Text(words, LongestProblem));
    }

    private static ProgramOutput Run(IEnumerable<string> args, ReadOnlyMemory<byte> input, string folder = "")
    {
        var start = new ProcessStartInfo(ProgramPath.Find(Program), args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start);
            return process is null
                ? new ProgramOutput(1, [], $"{Program} did not start")
                : ProgramOutput.Of(process, input);
        }
        catch (Win32Exception e)
        {
            return new ProgramOutput(1, [], $"{Program} cannot be started: {e.Message}");
        }
    }
}
