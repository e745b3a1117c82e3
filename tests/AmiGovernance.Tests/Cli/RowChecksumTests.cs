using System.Buffers.Binary;
using System.Security.Cryptography;
using AmiGovernance.Cli.Adapters.Databases;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Tests.Cli;

/// <summary>Files of earlier versions hold these checksums: what they are taken of never changes.</summary>
public sealed class RowChecksumTests
{
    private static readonly byte[] Spelled =
    [
        .. "t\u0003"u8,
        .. "é!"u8,
        .. "n"u8,
        .. new byte[] { 5, 0, 0, 0, 0, 0, 0, 0 },
        .. "b"u8,
        .. new byte[] { 2, 0, 0, 0, 7, 8 },
        .. "0"u8,
    ];

    private static readonly object[] Row = ["é!", 5L, new byte[] { 7, 8 }, DBNull.Value];

    private static long Expected => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Spelled));

    [Fact]
    public void It_is_of_each_value_with_its_type_and_length() => Assert.Equal(Expected, RowChecksum.Of(Row));

    [Fact]
    public void The_length_of_a_long_text_takes_two_bytes()
    {
        byte[] spelled = [(byte)'t', 0xC8, 0x01, .. Enumerable.Repeat((byte)'a', 200)];
        var expected = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(spelled));
        Assert.Equal(expected, RowChecksum.Of(new string('a', 200)));
    }

    [Theory]
    [InlineData("'é!', 5, x'0708', NULL", null)]
    [InlineData("'é?', 5, x'0708', NULL", "not as it was saved")]
    [InlineData("'é!', 6, x'0708', NULL", "not as it was saved")]
    [InlineData("'é!', 5, x'0709', NULL", "not as it was saved")]
    [InlineData("'é!', 5, x'0708', ''", "not as it was saved")]
    [InlineData("'é!', 5.0, x'0708', NULL", "not as it was saved")]
    [InlineData("x'c3a921', 5, x'0708', NULL", "not as it was saved")]
    public void A_row_that_is_read_again_has_the_same(string values, string? problem)
    {
        using var connection = Database();
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"SELECT {values}, {Expected}");
        using var reader = command.ExecuteReader();
        var row = new SavedRow(reader, "call");
        if (problem is null)
            Assert.True(row.Next());
        else
            Assert.Contains(
                problem,
                Assert.Throws<DamagedDatabaseException>(() => row.Next()).Message,
                StringComparison.Ordinal
            );
        Assert.False(row.Next());
    }

    [Fact]
    public void A_value_of_another_type_is_told_with_its_column()
    {
        using var connection = Database();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 5 AS principal, NULL";
        using var reader = command.ExecuteReader();
        var row = new SavedRow(reader, "call");
        Assert.True(row.Next());
        var raised = Assert.Throws<DamagedDatabaseException>(() => row.Text(0));
        Assert.Equal("in the table `call`, `5` is no value of `principal`", raised.Message);
    }

    private static SqliteConnection Database()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }
}
