using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Tests.Sandbox;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests;

/// <summary>
/// Each folder in tests/data/golden is a test: `cmd` holds the steps, `repo` the files at the start, if any, `expected` what must
/// come out. A step is a command line of amigov, or one of those that CONTRIBUTING.md names; only the last step's output
/// is recorded. `AMIGOV_UPDATE_GOLDEN=1` writes the expectations anew.
/// </summary>
public sealed partial class GoldenTests
{
    private static readonly string Root = RepositoryRoot.File("tests", "data", "golden");

    public static TheoryData<string> Cases =>
        [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_is_as_recorded(string name)
    {
        var folder = Path.Combine(Root, name);
        using var amigov = new Amigov();
        foreach (var file in Files(Path.Combine(folder, "repo")))
            amigov.Files.Files[file] = File.ReadAllBytes(Path.Combine(folder, "repo", file));
        var before = amigov.Files.Files.Keys.ToHashSet(StringComparer.Ordinal);
        var outcome = Run(amigov, File.ReadAllLines(Path.Combine(folder, "cmd")));
        var actual = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["output.txt"] = outcome };
        if (File.Exists(Path.Combine(folder, "keep-files")))
            foreach (var (path, bytes) in amigov.Files.Files.Where(f => !before.Contains(f.Key)))
                actual[$"files/{path}"] = Encoding.UTF8.GetString(bytes);
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

    [Fact]
    public void Every_diagnostic_code_has_a_case_that_raises_it()
    {
        var raised = Directory
            .GetFiles(Root, "output.txt", SearchOption.AllDirectories)
            .SelectMany(f => Code().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        // A file of 256 MB, a disk or a network that fails, and databases belong to tests of their own: DiskFileStoreTests,
        // AwsDiagnosticsTests, DatabaseFileTests, ScanTrailTests.
        Assert.Empty(
            DiagnosticCatalog
                .All.Select(d => d.Code)
                .Except(raised)
                .Except(["AMI0009", "AMI0701", "AMI0712", "AMI0903", "AMI0907"])
        );
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = left.Zip(right).TakeWhile(p => p.First == p.Second).Count();
        return $"line {line + 1}\n- {left.ElementAtOrDefault(line)}\n+ {right.ElementAtOrDefault(line)}";
    }

    private static string Run(Amigov amigov, string[] steps)
    {
        var last = "";
        foreach (var step in steps.Where(s => s.Length > 0 && s[0] != '#'))
        {
            if (step.StartsWith("@edit ", StringComparison.Ordinal))
            {
                var parts = step["@edit ".Length..].Split(' ', 2);
                var (path, change) = (FileNamed(amigov, parts[0]), parts[1].Split(" => ", 2));
                var text = amigov.Text(path);
                Assert.Contains(change[0], text, StringComparison.Ordinal);
                amigov.With(path, text.Replace(change[0], change[1], StringComparison.Ordinal));
            }
            else if (step.StartsWith("@delete ", StringComparison.Ordinal))
                amigov.Files.Delete(FileNamed(amigov, step["@delete ".Length..]));
            else if (step.StartsWith("@copy ", StringComparison.Ordinal))
            {
                var parts = step["@copy ".Length..].Split(' ', 2);
                amigov.Files.Files[parts[1]] = amigov.Files.Files[FileNamed(amigov, parts[0])];
            }
            else if (step.StartsWith("@sandbox", StringComparison.Ordinal))
                amigov.Sandbox = Start(step["@sandbox".Length..].Trim(), amigov.Now);
            else if (step.StartsWith("@attach ", StringComparison.Ordinal))
                Attach(amigov, step["@attach ".Length..].Split(' '));
            else if (step.StartsWith("@call ", StringComparison.Ordinal))
                Call(amigov, step["@call ".Length..].Split(' ', 3));
            else if (step.StartsWith("@fault ", StringComparison.Ordinal))
            {
                var parts = step["@fault ".Length..].Split(' ', 3);
                amigov.Sandbox!.Faults.Add(
                    new Fault(parts[0], parts[1], FaultKind.Error) { Code = parts[2], Status = 400 }
                );
            }
            else if (step == "@as nobody")
                amigov.As("", "").Git!.Author = null;
            else if (step.StartsWith("@as ", StringComparison.Ordinal))
                amigov.As(step["@as ".Length..], $"{step["@as ".Length..].ToLowerInvariant()}@company.com");
            else if (step.StartsWith("@push ", StringComparison.Ordinal))
                amigov.Git!.PushMain(step["@push ".Length..]);
            else if (step.StartsWith("@merge ", StringComparison.Ordinal))
                amigov.Git!.Merge(step["@merge ".Length..]);
            else if (step == "@commit")
                amigov.Git!.CommitAll("by hand");
            else if (step.StartsWith("@now ", StringComparison.Ordinal))
                amigov.Now = DateTimeOffset.Parse(
                    step["@now ".Length..],
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal
                );
            else if (step.StartsWith("@env ", StringComparison.Ordinal))
                amigov.Environment[step["@env ".Length..].Split('=')[0]] = step.Split('=')[1];
            else
            {
                var (exit, output, error) = amigov.Run(step.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                // Request ids differ from run to run.
                (output, error) = (RequestId().Replace(output, "$1…"), RequestId().Replace(error, "$1…"));
                last =
                    $"$ amigov {step}\n--- exit code\n{exit}\n--- standard output\n{output}--- standard error\n{error}";
            }
        }
        return last;
    }

    /// <summary>Somebody else's policy: `TARGET NAME FILE`.</summary>
    private static void Attach(Amigov amigov, string[] parts)
    {
        var world = amigov.Sandbox!.World;
        var policies = new OrganizationPolicies(world);
        var content = amigov.Text(parts[2]);
        var type = content.Contains("ec2_attributes", StringComparison.Ordinal)
            ? OrganizationPolicyType.DeclarativePolicyEc2
            : OrganizationPolicyType.ServiceControlPolicy;
        if (!world.Organization.EnabledTypes.Contains(type))
            policies.EnableType(world.Organization.RootId, type);
        policies.Attach(policies.Create(parts[1], type, "", content, OrganizationPolicy.NoTags).Id, parts[0]);
    }

    /// <summary>Somebody else's call with another tool: `SERVICE[@ACCOUNT] OPERATION INPUT`, the input as JSON or as the form of the query protocol.</summary>
    private static void Call(Amigov amigov, string[] parts)
    {
        var (service, account) = parts[0].Split('@') is [var named, var other]
            ? (named, other)
            : (parts[0], WorldGenerator.Management);
        using var wire = WireClient.For(amigov.Sandbox!.Address, account);
        var answer = (
            parts[2][0] == '{' ? wire.Json(service, parts[1], parts[2]) : wire.Query(service, parts[1], parts[2])
        )
            .GetAwaiter()
            .GetResult();
        Assert.True(answer.IsOk, answer.ToString());
    }

    /// <param name="size">Accounts of the organization, 10 when empty; and images of each, 0 when not given.</param>
    private static SandboxServer Start(string size, DateTimeOffset now)
    {
        var numbers = size.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture))
            .ToArray();
        var world = new WorldSize(
            numbers.ElementAtOrDefault(0) is > 0 and var accounts ? accounts : 10,
            1,
            numbers.ElementAtOrDefault(1)
        );
        return SandboxServer.Start(WorldGenerator.Create(world, new Amigov.FixedTime(now))).GetAwaiter().GetResult();
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

    [GeneratedRegex("(request |\"request_id\": \")[0-9a-f-]{30,}")]
    private static partial Regex RequestId();

    [GeneratedRegex("(?:error|warning|note) (AMI[0-9]{4}):")]
    private static partial Regex Code();
}
