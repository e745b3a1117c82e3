using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Tests.Cli;

public sealed class DatabaseFileTests : IDisposable
{
    private static readonly DatabaseSchema First = new("test data", 0x414d4930, ["CREATE TABLE a (x INTEGER)"]);
    private static readonly DatabaseSchema Second = First with
    {
        Steps = [.. First.Steps, "CREATE TABLE b (y INTEGER); INSERT INTO b SELECT x + 1 FROM a"],
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-test-");
    private readonly DiagnosticBag bag = new();

    private string File => Path.Combine(folder.FullName, "state.db");

    public void Dispose() => folder.Delete(recursive: true);

    private static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [Fact]
    public void What_was_committed_is_there_again()
    {
        using (var made = DatabaseFile.Open(File, First, bag))
            Run(made!, "INSERT INTO a VALUES (41)");
        using var again = DatabaseFile.Open(File, First, bag);
        Assert.Equal(41L, Run(again!, "SELECT x FROM a"));
        Assert.Equal(0, bag.Count);
    }

    [Fact]
    public void An_older_file_is_brought_up_to_date_once()
    {
        using (var made = DatabaseFile.Open(File, First, bag))
            Run(made!, "INSERT INTO a VALUES (41)");
        for (var i = 0; i < 2; i++)
        {
            using var newer = DatabaseFile.Open(File, Second, bag);
            Assert.Equal(42L, Run(newer!, "SELECT sum(y) FROM b"));
        }
    }

    [Fact]
    public void A_newer_file_is_refused()
    {
        DatabaseFile.Open(File, Second, bag)!.Dispose();
        Assert.Null(DatabaseFile.Open(File, First, bag));
        Assert.Contains("newer amigov", Assert.Single(bag.ToSorted()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_and_left_as_it_is()
    {
        using (var other = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            other.Open();
            Run(other, "CREATE TABLE mine (x)");
        }
        var before = System.IO.File.ReadAllBytes(File);
        Assert.Null(DatabaseFile.Open(File, First, bag));
        Assert.Null(DatabaseFile.Open(File, First with { ApplicationId = 7 }, bag));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.All(bag.ToSorted(), d => Assert.Equal("AMI0907", d.Code));
    }

    [Fact]
    public void Text_and_places_that_do_not_exist_are_reported()
    {
        System.IO.File.WriteAllText(File, "this is no database, and long enough to be taken for one if nobody looked");
        Assert.Null(DatabaseFile.Open(File, First, bag));
        Assert.Null(DatabaseFile.Open(Path.Combine(folder.FullName, "nowhere", "state.db"), First, bag));
        Assert.Equal(["AMI0907", "AMI0907"], bag.ToSorted().Select(d => d.Code));
    }

    [Fact]
    public void Without_the_library_of_SQLite_its_file_is_named()
    {
        var missing = new DllNotFoundException("Unable to load shared library 'e_sqlite3'");
        foreach (var raised in new Exception[] { missing, new TypeInitializationException("Provider", missing) })
            Assert.Contains("`libe_sqlite3.so`", DatabaseFile.Load(() => throw raised), StringComparison.Ordinal);
        Assert.Null(DatabaseFile.Load(() => { }));
        Assert.Throws<InvalidOperationException>(() => DatabaseFile.Load(() => throw new InvalidOperationException()));
    }
}
