using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Cli;

/// <summary>
/// The commands of the golden cases, each with one of its files damaged: no input is a bug of ours, what is refused is found, and a
/// command that ends with errors has written nothing.
/// </summary>
public sealed partial class DamagedInputTests
{
    /// <summary>They need a server, much time, or read no files.</summary>
    private static readonly string[] LeftOut = ["sandbox", "rehearse", "prove", "init", "completion", "code", "schema"];

    /// <summary>What is found goes to a file, or fixes one, whatever else is found.</summary>
    private static bool WritesAnyway(string command) =>
        command.Contains('=', StringComparison.Ordinal) || command.Contains("--fix", StringComparison.Ordinal);

    private static List<(string Case, string Command, string File)> Inputs() =>
        [
            .. from name in GoldenCase.Names(inSandbox: false)
            let golden = new GoldenCase(name)
            let command = golden.OnlyCommand
            where command is not null && !WritesAnyway(command) && !LeftOut.Contains(command.Split(' ')[0])
            from file in golden.Inputs.Keys
            select (name, command, file),
        ];

    [Fact]
    public void No_damaged_file_is_a_bug_and_none_is_answered_by_a_change()
    {
        var inputs = Inputs();
        Assert.True(inputs.Count > 200, "the golden cases are not found");
        var refused = 0;
        for (var seed = 0; seed < TestScale.Samples(500); seed++)
        {
            var (name, command, file) = inputs[new Random(seed).Next(inputs.Count)];
            using var amigov = new Amigov();
            foreach (var (path, bytes) in new GoldenCase(name).Inputs)
                amigov.Files.Files[path] = bytes;
            amigov.Files.Files[file] = Damage.Of(amigov.Files.Files[file], seed);
            var before = amigov.Files.Files.ToDictionary(f => f.Key, f => f.Value);
            var (exitCode, output, error) = amigov.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var at =
                $"seed {seed}, `{command}` with {file} of {name}:\n{Encoding.UTF8.GetString(before[file])}\n{error}";
            Assert.True(exitCode is 0 or 1 or 2 or 3 or 4, at);
            if (exitCode != 1)
                continue;
            refused++;
            Assert.True(Finding().IsMatch(output + error), at);
            Assert.True(
                before.Count == amigov.Files.Files.Count && before.All(f => amigov.Files.Files[f.Key] == f.Value),
                at
            );
        }
        Assert.True(refused > 20, $"only {refused} were refused");
    }

    [GeneratedRegex("AMI[0-9]{4}")]
    private static partial Regex Finding();
}
