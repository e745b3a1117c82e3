using System.Globalization;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.AcceptanceTests.Documentation;

/// <summary>The terminal in which the commands of a page are typed: 80 columns, an empty folder, no colour.</summary>
internal sealed class ConsoleTerminal : IDisposable
{
    public const int Columns = 80;

    /// <summary>What a reader types and no test needs: the folder is empty already, the sandbox is found.</summary>
    private static readonly string[] NotRun = ["cd", "eval", "export", "mkdir", "source", "dotnet"];

    private readonly Amigov amigov = new() { Now = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero) };

    public ConsoleTerminal() => IsColored = false;

    public bool IsColored
    {
        init => amigov.Environment["NO_COLOR"] = value ? "" : "1";
    }

    /// <summary>What is true of the organization that was started with `--grown`.</summary>
    public GrownOrganization? Grown { get; private set; }

    /// <summary>What the command prints; null where it is not run, or prints nothing.</summary>
    /// <param name="shown">The lines below the command: what it prints, or what `cat` puts into a file.</param>
    public string? Run(string command, IReadOnlyList<string> shown)
    {
        var first = command.Split(' ')[0];
        if (NotRun.Contains(first))
            return null;
        if (first == "cat")
            return Write(command, shown);

        var words = ShellWords.Split(command).ToArray();
        switch (words)
        {
            case ["cp", var from, var to]:
                amigov.Files.Files[to] = File.ReadAllBytes(RepositoryRoot.File(from.Split('/')));
                return null;
            case ["git", ..]:
                Git(words[1..]);
                return null;
            case ["amigov", "sandbox", "start", ..]:
                Start(words);
                return null;
            case ["amigov", ..]:
                return amigov.RunInTerminal(Columns, words[1..]).Screen;
            default:
                throw new ArgumentException($"a page has a command that is not known: {command}");
        }
    }

    // cat > FILE <<'EOF', and the lines of the file.
    private string? Write(string command, IReadOnlyList<string> shown)
    {
        var path = command.Split(' ')[2];
        var lines = shown.TakeWhile(l => l != "EOF");
        amigov.With(path, string.Join('\n', lines) + "\n");
        return null;
    }

    private void Git(string[] words)
    {
        switch (words)
        {
            case ["init", ..]:
                amigov.As("Pat Moreno", "pat@company.com");
                break;
            case ["config", "user.email", var address]:
                amigov.As(address.Split('@')[0], address);
                break;
            case ["commit", "-am", ..] when amigov.Git!.Resolve("HEAD") is null:
                throw new ArgumentException("git commit -a commits nothing where no file is tracked");
            case ["commit", ..]:
                amigov.Git!.CommitAll(words[^1]);
                break;
            case ["merge", var branch]:
                amigov.Git!.Merge(branch);
                break;
            case ["add" or "push" or "switch" or "remote", ..]:
                break;
            default:
                throw new ArgumentException($"a page has a git command that is not known: {string.Join(' ', words)}");
        }
    }

    public void Dispose() => amigov.Dispose();

    /// <summary>The organization that `sandbox start` would start, in this process.</summary>
    private void Start(string[] words)
    {
        var time = new Amigov.FixedTime(amigov.Now);
        var size = new WorldSize(Number(words, "--accounts", 50), Number(words, "--regions", 2), 10);
        Grown = words.Contains("--grown") ? GrownGenerator.Create(size, time) : null;
        var world = Grown?.World ?? WorldGenerator.Create(size, time);
        amigov.Sandbox = SandboxServer.Start(world).GetAwaiter().GetResult();
        if (Array.IndexOf(words, "--trail") is > 0 and var trail)
            Deliver(world, words[trail + 1]);
    }

    private void Deliver(SandboxWorld world, string folder)
    {
        var objects = new MemoryObjects();
        var delivery = TrailDelivery.Start(world, objects);
        delivery.TakePast();
        foreach (var key in delivery.Deliver())
            amigov.Files.Files[$"{folder}/{key}"] = objects.Find(key)!.Content.ToArray();
    }

    private static int Number(string[] words, string option, int otherwise) =>
        Array.IndexOf(words, option) is > 0 and var at
            ? int.Parse(words[at + 1], CultureInfo.InvariantCulture)
            : otherwise;
}
