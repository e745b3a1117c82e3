using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>Logs of CI hold both streams in one: no line of one is torn by a line of the other.</summary>
public sealed class SharedPipeTests : IDisposable
{
    private const int Mistakes = 190;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-pipe-");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>What both streams of the process wrote, on one pipe.</summary>
    private string Run(string command, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "there is no `sh`");
        return Tool.Run("sh", ["-c", command, .. AmigovProcess.Words(args)], folder: folder.FullName);
    }

    private void WriteMistakes()
    {
        var keys = string.Concat(Enumerable.Range(0, Mistakes).Select(i => $"\"k{i:D3}\": {i}, "));
        Directory.CreateDirectory(Path.Combine(folder.FullName, "config"));
        File.WriteAllText(
            Path.Combine(folder.FullName, "config", "ami_publishers.json"),
            $"{{ {keys} {Samples.Clean.TrimStart()[1..]}"
        );
    }

    [Fact]
    public void Annotations_stand_whole_beside_a_report()
    {
        WriteMistakes();
        var text = Run("GITHUB_ACTIONS=true \"$0\" \"$@\" 2>&1; true", "validate", "--output", "json");
        var lines = text.TrimEnd('\n').Split('\n');
        var annotations = lines.Where(l => l.StartsWith("::", StringComparison.Ordinal)).ToList();
        Assert.True(annotations.Count >= Mistakes, text);
        Assert.All(
            annotations,
            a =>
                Assert.Matches(
                    "^::(error|warning|notice) file=config/ami_publishers.json,line=1?.*,title=AMI[0-9]{4}::.+",
                    a
                )
        );
        Assert.All(lines.Except(annotations), l => Assert.DoesNotContain("::error", l, StringComparison.Ordinal));

        var begin = Array.IndexOf(lines, "{");
        var end = Array.IndexOf(lines, "}");
        using var report = JsonDocument.Parse(string.Join('\n', lines[begin..(end + 1)]));
        Assert.True(report.RootElement.GetProperty("diagnostics").GetArrayLength() >= Mistakes);
    }

    [Fact]
    public void A_full_disk_behind_the_output_is_said_and_is_no_answer()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        Assert.Matches(
            "^the output cannot be written: .+\nexit 1\n$",
            Run("\"$0\" \"$@\" 2>&1 >/dev/full; echo exit $?", "schema")
        );
    }

    [Fact]
    public void What_the_shell_opened_is_read()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "logs"));
        File.WriteAllText(Path.Combine(folder.FullName, "names.txt"), "acme-ubuntu-24.04-web-20260103\n");
        Assert.SkipUnless(Directory.Exists("/dev/fd"), "there is no /dev/fd");
        var read = "cat names.txt | \"$0\" \"$@\" 2>&1; true";
        Assert.DoesNotContain("cannot be read", Run(read, "images", "naming", "/dev/stdin"), StringComparison.Ordinal);
        Assert.Contains(
            "it is a device",
            Run("\"$0\" \"$@\" 2>&1; true", "images", "naming", "/dev/zero"),
            StringComparison.Ordinal
        );
    }
}
