using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport;

/// <summary>
/// A folder in tests/data/golden: `cmd` holds the steps, `repo` the files at the start, if any, `expected` what must come out. A step is
/// a command line of amigov, or one of those that CONTRIBUTING.md names; only the last step's output is recorded.
/// `AMIGOV_UPDATE_GOLDEN=1` writes the expectations anew.
/// </summary>
internal sealed partial class GoldenCase(string name)
{
    public static string Root { get; } = RepositoryRoot.File("tests", "data", "golden");

    private readonly string folder = Path.Combine(Root, name);

    /// <summary>The names of the cases that use an organization in the sandbox, or of those that do not.</summary>
    public static IEnumerable<string> Names(bool inSandbox) =>
        Directory
            .GetDirectories(Root)
            .Select(d => Path.GetFileName(d))
            .Where(n => new GoldenCase(n).IsInSandbox == inSandbox)
            .Order(StringComparer.Ordinal);

    private string[] Steps => File.ReadAllLines(Path.Combine(folder, "cmd"));

    /// <summary>The last command line, and what it is expected to print.</summary>
    public string Printed => Sections().Replace(File.ReadAllText(Path.Combine(folder, "expected", "output.txt")), "");

    private bool IsInSandbox => Steps.Any(s => s.StartsWith("@sandbox", StringComparison.Ordinal));

    /// <summary>The command line of a case that has no other step; null for one of more.</summary>
    public string? OnlyCommand =>
        Steps.Where(s => s.Length > 0 && s[0] != '#').ToList() is [var only] && only[0] != '@' ? only : null;

    /// <summary>The files at the start.</summary>
    public SortedDictionary<string, byte[]> Inputs
    {
        get
        {
            var repo = Path.Combine(folder, "repo");
            var inputs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var file in Files(repo))
                inputs[file] = File.ReadAllBytes(Path.Combine(repo, file));
            return inputs;
        }
    }

    /// <summary>Runs the steps and holds what comes out to what is recorded.</summary>
    /// <param name="takeStep">Takes a step that needs more than files in memory; false when it is no such step.</param>
    public void Check(Func<Amigov, string, bool>? takeStep = null)
    {
        using var amigov = new Amigov();
        foreach (var (file, bytes) in Inputs)
            amigov.Files.Files[file] = bytes;
        var before = amigov.Files.Files.Keys.ToHashSet(StringComparer.Ordinal);
        var outcome = Run(amigov, takeStep ?? ((_, _) => false));
        var actual = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["output.txt"] = outcome };
        if (File.Exists(Path.Combine(folder, "keep-files")))
            foreach (var (path, bytes) in amigov.Files.Files.Where(f => !before.Contains(f.Key)))
                actual[$"files/{path}"] = WithoutAssets(Encoding.UTF8.GetString(bytes));
        var expectedFolder = Path.Combine(folder, "expected");
        if (Environment.GetEnvironmentVariable("AMIGOV_UPDATE_GOLDEN") == "1")
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") == "true", "golden files are not written in CI");
            Update(expectedFolder, actual);
            return;
        }
        Assert.Equal(actual.Keys, Files(expectedFolder).Order(StringComparer.Ordinal));
        foreach (var (path, text) in actual)
        {
            var expected = File.ReadAllText(Path.Combine(expectedFolder, path));
            Assert.True(
                expected == text,
                $"{name}/{path} differs; update with AMIGOV_UPDATE_GOLDEN=1 if the change is meant\n{FirstDifference(expected, text)}"
            );
        }
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = left.Zip(right).TakeWhile(p => p.First == p.Second).Count();
        return $"line {line + 1}\n- {left.ElementAtOrDefault(line)}\n+ {right.ElementAtOrDefault(line)}";
    }

    private string Run(Amigov amigov, Func<Amigov, string, bool> takeStep)
    {
        var last = "";
        foreach (var step in Steps.Where(s => s.Length > 0 && s[0] != '#'))
        {
            if (step[0] != '@')
                last = Recorded(amigov, step);
            else
                Take(amigov, step, takeStep);
        }
        return last;
    }

    /// <summary>Takes a step that is no command line.</summary>
    internal static void Take(Amigov amigov, string step, Func<Amigov, string, bool> takeStep)
    {
        var parts = step.Split(' ', 3);
        if (parts[0] == "@asked")
            amigov.WhileAsked = () => Take(amigov, step["@asked ".Length..], takeStep);
        else if (parts[0] == "@once")
            Once(amigov, parts[1], () => Take(amigov, parts[2], takeStep));
        else if (!takeStep(amigov, step))
            Prepare(amigov, step);
    }

    /// <summary>Something happens as soon as a file that holds a text is written.</summary>
    private static void Once(Amigov amigov, string text, Action happens) =>
        amigov.Files.AfterWrite = path =>
        {
            if (!amigov.Text(path).Contains(text, StringComparison.Ordinal))
                return;
            amigov.Files.AfterWrite = null;
            happens();
        };

    private static string Recorded(Amigov amigov, string step)
    {
        var (exit, output, error) = amigov.Run(step.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        // Request ids differ from run to run.
        (output, error) = (RequestId().Replace(WithoutAssets(output), "$1…"), RequestId().Replace(error, "$1…"));
        return $"$ amigov {step}\n--- exit code\n{exit}\n--- standard output\n{output}--- standard error\n{error}";
    }

    /// <summary>Style and script of pages are files of their own in the repository.</summary>
    private static string WithoutAssets(string text) =>
        text.StartsWith("<!DOCTYPE html>", StringComparison.Ordinal)
            ? AssetHash().Replace(Asset().Replace(text, "<$1>…</$1>"), "'sha256-…'")
            : text;

    [GeneratedRegex("<(style|script)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Asset();

    [GeneratedRegex("'sha256-[^']+'")]
    private static partial Regex AssetHash();

    private static void Prepare(Amigov amigov, string step)
    {
        var (word, rest) = step.Split(' ', 2) is [var first, var more] ? (first, more) : (step, "");
        switch (word)
        {
            case "@edit":
                Edit(amigov, rest.Split(' ', 2));
                break;
            case "@delete":
                amigov.Files.Delete(FileNamed(amigov, rest));
                break;
            case "@copy":
                var paths = rest.Split(' ', 2);
                amigov.Files.Files[paths[1]] = amigov.Files.Files[FileNamed(amigov, paths[0])];
                break;
            case "@as" when rest == "nobody":
                amigov.As("", "").Git!.Author = null;
                break;
            case "@as":
                amigov.As(rest, $"{rest.ToLowerInvariant()}@company.com");
                break;
            case "@push":
                amigov.Git!.PushMain(rest);
                break;
            case "@target":
                amigov.Git!.TargetName = rest;
                break;
            case "@merge":
                amigov.Git!.Merge(rest);
                break;
            case "@commit":
                amigov.Git!.CommitAll("by hand");
                break;
            case "@now":
                amigov.Now = DateTimeOffset.Parse(rest, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                break;
            case "@clone":
                amigov.Clone(rest);
                break;
            case "@in":
                amigov.GoTo(rest);
                break;
            case "@pull":
                amigov.Pull(rest);
                break;
            case "@held":
                amigov.Locks.Take(rest.Split(' ', 2)[0], rest.Split(' ', 2)[1], out _);
                break;
            case "@meddle":
                Meddle(amigov, rest);
                break;
            case "@answer":
                (amigov.IsInteractive, amigov.Input) = (true, $"{rest}\n");
                break;
            case "@interrupt":
                amigov.Interrupt();
                break;
            case "@env":
                amigov.Environment[rest.Split('=')[0]] = rest.Split('=')[1];
                break;
            default:
                Assert.Fail($"no such step: {step}");
                break;
        }
    }

    /// <summary>Another process adds a line to a file as soon as it is there.</summary>
    private static void Meddle(Amigov amigov, string prefix) =>
        amigov.Files.AfterWrite = path =>
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal))
                return;
            amigov.Files.AfterWrite = null;
            amigov.Files.Files[path] = [.. amigov.Files.Files[path], .. "{}\n"u8];
        };

    /// <summary>`FILE OLD => NEW`.</summary>
    private static void Edit(Amigov amigov, string[] parts)
    {
        var (path, change) = (FileNamed(amigov, parts[0]), parts[1].Split(" => ", 2));
        var text = amigov.Text(path);
        Assert.Contains(change[0], text, StringComparison.Ordinal);
        amigov.With(path, text.Replace(change[0], change[1], StringComparison.Ordinal));
    }

    /// <summary>The one file that a name with `*` stands for: names of records hold a digest.</summary>
    private static string FileNamed(Amigov amigov, string name)
    {
        var star = name.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? name
            : amigov.Files.Files.Keys.Single(f =>
                f.StartsWith(name[..star], StringComparison.Ordinal)
                && f.EndsWith(name[(star + 1)..], StringComparison.Ordinal)
            );
    }

    private static void Update(string folder, SortedDictionary<string, string> files)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
            : [];

    [GeneratedRegex("^--- (exit code\n.*|standard output|standard error)\n", RegexOptions.Multiline)]
    private static partial Regex Sections();

    [GeneratedRegex("(request |\"request_id\": \")[0-9a-f-]{30,}")]
    private static partial Regex RequestId();
}
