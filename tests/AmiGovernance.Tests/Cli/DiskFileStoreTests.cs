using System.Runtime.InteropServices;
using System.Text;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Cli;

public sealed class DiskFileStoreTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("amigov-test-");
    private readonly DiagnosticBag bag = new();

    private DiskFileStore Store => new(root.FullName);

    public void Dispose() => root.Delete(recursive: true);

    private string Full(string path) => Path.Combine(root.FullName, path);

    [Fact]
    public void Files_appear_whole_and_leave_nothing_else_behind()
    {
        Assert.True(
            Store.Write(
                "dist",
                [
                    new GeneratedFile("organizations/a.json", "one"u8.ToArray()),
                    new GeneratedFile("b.json", "two"u8.ToArray()),
                ],
                bag
            )
        );
        Assert.Equal(
            ["dist/b.json", "dist/organizations/a.json"],
            Directory
                .GetFiles(root.FullName, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(root.FullName, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
        );
    }

    /// <summary>Certificates and reports are all written by the store, which makes a folder that is not there.</summary>
    [Theory]
    [InlineData("prove", "--certificate", "new/folder/file.json")]
    [InlineData("prove", "--output", "json=new/folder/file.json")]
    [InlineData("validate", "--output", "sarif=new/folder/file.json")]
    [InlineData("layers", "--output", "markdown=new/folder/file.json")]
    public void The_folder_of_each_output_is_made(params string[] command)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Governance);
        amigov.Run("generate", "--mode", "enabled");
        amigov.Run(command);
        var written = amigov.Files.Files["new/folder/file.json"];
        Assert.True(Store.Write("", [new GeneratedFile("new/folder/file.json", written)], bag));
        Assert.True(File.Exists(Full("new/folder/file.json")));
    }

    [Fact]
    public void A_failure_in_the_middle_changes_no_file()
    {
        File.WriteAllText(Full("a.json"), "old");
        // A folder stands where the second file should go.
        Directory.CreateDirectory(Full("b.json/x"));
        File.WriteAllText(Full("c"), "a file where a folder is needed");
        Assert.False(
            Store.Write(
                "",
                [new GeneratedFile("a.json", "new"u8.ToArray()), new GeneratedFile("c/d.json", "new"u8.ToArray())],
                bag
            )
        );
        Assert.Equal("old", File.ReadAllText(Full("a.json")));
        Assert.Equal("AMI0701", Assert.Single(bag.ToSorted()).Code);
        Assert.DoesNotContain(Directory.GetFiles(root.FullName), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_with_the_same_content_is_left_untouched()
    {
        var file = new GeneratedFile("a.json", "same"u8.ToArray());
        Store.Write("", [file], bag);
        var long_ago = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Full("a.json"), long_ago);
        Store.Write("", [file], bag);
        Assert.Equal(long_ago, File.GetLastWriteTimeUtc(Full("a.json")));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_reported_apart()
    {
        Directory.CreateDirectory(Full("config"));
        Assert.Null(Store.Read("nothing.json", bag));
        Assert.Null(Store.Read("config", bag));
        Assert.Equal(
            ["`config` cannot be read: it is a folder", "`nothing.json` cannot be read: there is no such file"],
            bag.ToSorted().Select(d => d.Message)
        );
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_without_being_read()
    {
        using (var file = File.Create(Full("big.json")))
            file.SetLength(JsonParser.MaxBytes + 1L);
        Assert.Null(Store.Read("big.json", bag));
        Assert.Equal("AMI0009", Assert.Single(bag.ToSorted()).Code);
    }

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakePipe(byte[] path, uint mode);

    private void MakePipe(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere special files are not told from others");
        Assert.Equal(0, MakePipe(Encoding.UTF8.GetBytes(Full(path) + '\0'), 0x1B6));
    }

    /// <summary>What waits for a pipe would wait for ever.</summary>
    private static async Task<T> InTime<T>(Func<T> work) =>
        await Task.Run(work).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_pipe_and_a_device_are_refused_without_being_opened()
    {
        MakePipe("pipe.json");
        Assert.Null(await InTime(() => Store.Read("pipe.json", bag)));
        Assert.Null(await InTime(() => Store.OpenText("pipe.json", bag)));
        Assert.Null(await InTime(() => Store.Read("/dev/zero", bag)));
        Assert.Equal(
            [
                "`/dev/zero` cannot be read: it is a device",
                "`pipe.json` cannot be read: it is a named pipe",
                "`pipe.json` cannot be read: it is a named pipe",
            ],
            bag.ToSorted().Select(d => d.Message)
        );
        Assert.All(bag.ToSorted(), d => Assert.Equal("AMI0001", d.Code));
    }

    [Fact]
    public async Task A_pipe_is_no_trail_file_and_no_database()
    {
        MakePipe("a.json");
        var trail = new DiskTrailSource([root.FullName]);
        var file = await trail
            .List(TestContext.Current.CancellationToken)
            .SingleAsync(TestContext.Current.CancellationToken);
        var raised = await Assert.ThrowsAsync<IOException>(() =>
            InTime(() => trail.Open(file, CancellationToken.None))
        );
        Assert.Equal("it is a named pipe", raised.Message);

        var databases = new DatabaseFolder(root.FullName);
        Assert.False(await InTime(() => databases.IsDatabase("a.json")));
        Assert.Null(await InTime(() => TrailStateFile.Open(Full("a.json"), bag)));
        Assert.Equal("AMI0907", Assert.Single(bag.ToSorted()).Code);
    }

    [Fact]
    public async Task A_pipe_among_the_records_is_found_and_not_waited_for()
    {
        Directory.CreateDirectory(Full("deployments"));
        MakePipe("deployments/0001-20261201T120000Z-c78e96.jsonl");
        await InTime(() => DeploymentLogReader.Read(Store, bag));
        Assert.Equal("AMI0001", Assert.Single(bag.ToSorted()).Code);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_what_is_written_is_replaced()
    {
        MakePipe("dist.json");
        Assert.True(await InTime(() => Store.Write("", [new GeneratedFile("dist.json", "x"u8.ToArray())], bag)));
        Assert.Equal("x", File.ReadAllText(Full("dist.json")));
    }

    [Fact]
    public void A_file_that_does_not_tell_its_length_is_read_to_its_end()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /proc");
        Assert.NotEmpty(Store.Read("/proc/self/status", bag)!.Bytes.ToArray());
    }

    /// <summary>Such names are no secret: a process in a container has one of the first numbers.</summary>
    [Fact]
    public void A_link_where_a_file_is_put_together_is_not_written_through()
    {
        File.WriteAllText(Full("kept"), "kept");
        File.CreateSymbolicLink(Full($"a.json.{Environment.ProcessId}.tmp"), Full("kept"));
        Assert.True(Store.Write("", [new GeneratedFile("a.json", "x"u8.ToArray())], bag));
        Assert.Equal(("kept", "x"), (File.ReadAllText(Full("kept")), File.ReadAllText(Full("a.json"))));
    }

    [Theory]
    [InlineData("lock")]
    [InlineData(".gitignore")]
    [InlineData("holder")]
    public void A_link_in_the_folder_of_a_lock_is_not_written_through(string name)
    {
        File.WriteAllText(Full("kept"), "kept");
        Directory.CreateDirectory(Full(".exceptions-lock"));
        File.CreateSymbolicLink(Full($".exceptions-lock/{name}"), Full("kept"));
        var locks = new DiskRunLocks(root.FullName);
        Assert.Null(locks.Take(".exceptions-lock", "test", out var problem));
        Assert.StartsWith($"`.exceptions-lock/{name}` is a link", problem, StringComparison.Ordinal);
        Assert.Equal(("kept", ""), (File.ReadAllText(Full("kept")), locks.Holder(".exceptions-lock")));
    }

    [Fact]
    public void Links_to_folders_are_told_and_not_followed()
    {
        Directory.CreateDirectory(Full("a/real"));
        File.WriteAllText(Full("a/real/x"), "");
        Directory.CreateSymbolicLink(Full("a/in"), "real");
        Directory.CreateSymbolicLink(Full("a/real/out"), "/");
        File.CreateSymbolicLink(Full("a/file"), "real/x");
        Assert.Equal(
            [new LinkedFolder("a/in", "real", "a/real"), new LinkedFolder("a/real/out", "/", null)],
            Store.Links("a")
        );
        Assert.Equal(["a/file", "a/real/x"], Store.List("a"));
    }

    [Fact]
    public void A_link_out_of_the_repository_is_not_written_through()
    {
        var outside = Directory.CreateTempSubdirectory("amigov-outside-");
        try
        {
            Directory.CreateDirectory(Full(".git"));
            Directory.CreateSymbolicLink(Full("requests"), outside.FullName);
            File.WriteAllText(Path.Combine(outside.FullName, "log.jsonl"), "");
            File.CreateSymbolicLink(Full("log.jsonl"), Path.Combine(outside.FullName, "log.jsonl"));
            File.WriteAllText(Path.Combine(outside.FullName, "kept"), "kept");

            Assert.False(Store.Write("", [new GeneratedFile("requests/C-1.json", "x"u8.ToArray())], bag));
            Assert.False(Store.Append("requests/C-1.json", FileEnd.None, "x"u8.ToArray(), bag));
            Assert.False(Store.Append("log.jsonl", FileEnd.None, "x"u8.ToArray(), bag));
            Assert.Throws<UnreadableFolderException>(() => Store.Delete("requests/kept"));
            Assert.Null(new DiskRunLocks(root.FullName).Take("requests/.lock", "test", out _));

            Assert.Equal(
                ["kept", "log.jsonl"],
                outside.GetFileSystemInfos().Select(f => f.Name).Order(StringComparer.Ordinal)
            );
            Assert.Equal(0, new FileInfo(Path.Combine(outside.FullName, "log.jsonl")).Length);
            Assert.Equal(
                [
                    "`log.jsonl` is not written: `log.jsonl` is a link that leads out of the repository",
                    "`requests/C-1.json` is not written: `requests` is a link that leads out of the repository",
                    "`requests/C-1.json` is not written: `requests` is a link that leads out of the repository",
                ],
                bag.ToSorted().Select(d => d.Message)
            );
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    /// <summary>Somebody's branch: what is read is shown in findings, comments and mails.</summary>
    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/environ")]
    [InlineData("../.git/config")]
    public void A_link_out_of_the_repository_is_not_read(string target)
    {
        Directory.CreateDirectory(Full(".git"));
        Directory.CreateDirectory(Full("config"));
        File.WriteAllText(Full(".git/config"), "token");
        File.CreateSymbolicLink(Full("config/mail.txt"), target);
        Directory.CreateSymbolicLink(Full("logs"), Path.GetDirectoryName(target)!);
        Assert.True(Store.Exists("config/mail.txt"));
        Assert.Null(Store.Read("config/mail.txt", bag));
        Assert.Null(Store.Read($"logs/{Path.GetFileName(target)}", bag));
        Assert.Throws<UnreadableFolderException>(() => Store.List("logs"));
        Assert.Throws<UnreadableFolderException>(() => Store.Links("logs"));
        Assert.Contains(
            "`config/mail.txt` cannot be read: `config/mail.txt` is a link that leads out of the repository",
            bag.ToSorted().Select(d => d.Message)
        );
    }

    [Fact]
    public void A_link_within_the_repository_and_a_path_of_the_user_are_written()
    {
        Directory.CreateDirectory(Full(".git"));
        Directory.CreateDirectory(Full("shared/requests"));
        Directory.CreateDirectory(Full("team"));
        Directory.CreateSymbolicLink(Full("team/requests"), "../shared/requests");
        var team = new DiskFileStore(Full("team"));
        Assert.True(team.Write("", [new GeneratedFile("requests/C-1.json", "x"u8.ToArray())], bag));
        Assert.True(team.Write("", [new GeneratedFile("../elsewhere.json", "x"u8.ToArray())], bag));
        Assert.True(team.Write("", [new GeneratedFile(Full("by-name.json"), "x"u8.ToArray())], bag));
        Assert.Equal("x", File.ReadAllText(Full("shared/requests/C-1.json")));
        Assert.Equal(0, bag.Count);
    }

    [Fact]
    public void Folders_that_lead_back_up_end_somewhere()
    {
        Directory.CreateDirectory(Full("requests/a"));
        File.WriteAllText(Full("requests/a/x.json"), "{}");
        Directory.CreateSymbolicLink(Full("requests/a/up"), "..");
        Directory.CreateSymbolicLink(Full("requests/b"), ".");
        Assert.Equal(["requests/a/x.json"], Store.List("requests"));
    }

    [Fact]
    public void A_link_to_nothing_is_replaced()
    {
        File.CreateSymbolicLink(Full("file.json"), Full("none"));
        Assert.True(Store.Write("", [new GeneratedFile("file.json", "one"u8.ToArray())], bag));
        Assert.Equal("one", File.ReadAllText(Full("file.json")));
        Assert.False(File.Exists(Full("none")));
    }
}
