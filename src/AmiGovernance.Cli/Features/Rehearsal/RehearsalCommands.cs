using System.Globalization;
using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal;

/// <summary>Runs a command line and returns its exit code.</summary>
internal delegate Task<int> CommandLine(string[] args, CliContext context, CancellationToken cancel);

/// <summary>What a command did.</summary>
/// <param name="Line">As one would type it, without `amigov`.</param>
internal sealed record CommandRun(string Line, int ExitCode, string Out, string Error);

/// <summary>Runs the real commands in this process, on the rehearsal's folder and organization, and keeps what they printed.</summary>
/// <param name="program">The command line itself.</param>
internal sealed class RehearsalCommands(
    CommandLine program,
    CliContext outer,
    RehearsalFolder folder,
    RehearsalOrganization organization
)
{
    private readonly StringBuilder transcript = new();

    private readonly CliContext context = outer with
    {
        Files = folder,
        OpenText = (path, bag) =>
            folder.Read(path, bag) is { } source ? new StringReader(Encoding.UTF8.GetString(source.Bytes.Span)) : null,
        OpenTrail = paths => outer.OpenTrail([.. paths.Select(folder.Full)]),
        Time = organization.Clock,
        Connect = organization.Connect,
        Environment = _ => null,
        Git = null,
        In = TextReader.Null,
        IsInteractive = false,
        OutIsTerminal = false,
        ErrorIsTerminal = false,
        Width = 160,
    };

    public int Count { get; private set; }

    /// <summary>Calls that changed something, by the deployment record.</summary>
    public int Changes =>
        DeploymentRecord.Read(folder, new DiagnosticBag()).Entries.Count(e => e.Event == DeploymentEvent.Done);

    public async Task<CommandRun> Run(string[] args, CancellationToken cancel)
    {
        var line = string.Join(' ', args.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a));
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var code = await program(args, context with { Out = output, Error = error }, cancel);
        cancel.ThrowIfCancellationRequested();
        Count++;
        var run = new CommandRun(line, code, output.ToString(), error.ToString());
        transcript.Append(
            CultureInfo.InvariantCulture,
            $"$ amigov {line}        # {organization.Clock.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n{run.Out}{run.Error}[exit code {code}]\n\n"
        );
        return run;
    }

    /// <summary>A report that a command wrote.</summary>
    public JsonElement Json(string path)
    {
        using var document = JsonDocument.Parse(
            folder.Read(path, new DiagnosticBag())?.Bytes
                ?? throw new InvalidOperationException($"the command did not write {path}")
        );
        return document.RootElement.Clone();
    }

    /// <summary>Something that other tools leave in the repository's folder.</summary>
    public void Put(string below, IReadOnlyList<GeneratedFile> files)
    {
        var bag = new DiagnosticBag();
        if (!folder.Write(below, files, bag))
            throw new RehearsalFailedException(bag.ToSorted()[0].Message);
    }

    public bool WriteTranscript(string path, DiagnosticBag bag) =>
        folder.Write("", [new GeneratedFile(path, Encoding.UTF8.GetBytes(transcript.ToString()))], bag);

    /// <summary>Changes the configuration as its owners would, by a commit.</summary>
    public void Edit(string path, string old, string replacement)
    {
        var bag = new DiagnosticBag();
        var text = Encoding.UTF8.GetString(
            (folder.Read(path, bag) ?? throw new InvalidOperationException($"{path} is missing")).Bytes.Span
        );
        if (!text.Contains(old, StringComparison.Ordinal))
            throw new InvalidOperationException($"{path} does not hold {old}");
        folder.Write(
            "",
            [new GeneratedFile(path, Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal)))],
            bag
        );
    }
}
