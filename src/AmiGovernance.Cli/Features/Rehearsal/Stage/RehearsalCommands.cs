using System.Globalization;
using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

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
        Locks = new UnsharedFolder(),
        OpenText = (path, bag) => folder.OpenText(path, bag),
        Databases = new DatabaseFolder(outer.Databases.FullPath(folder.Full(""))),
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
        Reading.Of(bag => DeploymentRecord.Read(folder, bag)).Sound.Entries.Count(e => e.Event == DeploymentEvent.Done);

    public async Task<CommandRun> Run(string[] args, CancellationToken cancel)
    {
        var line = string.Join(' ', args.Select(ShellFormat.Escape));
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
        using var document = JsonDocument.Parse(ReadOwn(path).Bytes);
        return document.RootElement.Clone();
    }

    /// <summary>A file that is there unless the rehearsal has a bug.</summary>
    private SourceText ReadOwn(string path) => Reading.Of(bag => folder.Read(path, bag)).Sound;

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
        var text = Encoding.UTF8.GetString(ReadOwn(path).Bytes.Span);
        if (!text.Contains(old, StringComparison.Ordinal))
            throw new InvalidOperationException($"{path} does not hold {old}");
        var edited = text.Replace(old, replacement, StringComparison.Ordinal);
        Put("", [new GeneratedFile(path, Encoding.UTF8.GetBytes(edited))]);
    }
}
