using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using AmiGovernance.Cli.Adapters.Processes;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Signatures;

/// <summary>Signatures by `ssh-keygen`, which git asks too for those of commits.</summary>
internal sealed class SshKeygen : ISignatures
{
    private const string Program = "ssh-keygen";

    public SignatureMade Sign(ReadOnlyMemory<byte> message, string keyPath, string purpose)
    {
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
            var signatureFile = Path.Combine(folder.FullName, "signature");
            var signersFile = Path.Combine(folder.FullName, "signers");
            File.WriteAllBytes(signatureFile, signature.Span);
            File.WriteAllBytes(signersFile, signers.Span);
            var found = Run(["-Y", "find-principals", "-s", signatureFile, "-f", signersFile], default);
            if (found.ExitCode != 0)
                return new SignatureSeen(null, Problem(found));
            var signer = Encoding.UTF8.GetString(found.Out).Split('\n')[0].Trim();
            string[] verify = ["-Y", "verify", "-f", signersFile, "-I", signer, "-n", purpose, "-s", signatureFile];
            var verified = Run(verify, message);
            return verified.ExitCode == 0 ? new SignatureSeen(signer) : new SignatureSeen(null, Problem(verified));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Problem(ProgramOutput answer)
    {
        var said = answer.Error;
        var words = said.Length > 0 ? said.ReplaceLineEndings("; ") : $"{Program} ended with {answer.ExitCode}";
        return Sanitize.Text(words);
    }

    private static ProgramOutput Run(IEnumerable<string> args, ReadOnlyMemory<byte> input)
    {
        var start = new ProcessStartInfo(Program, args)
        {
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
