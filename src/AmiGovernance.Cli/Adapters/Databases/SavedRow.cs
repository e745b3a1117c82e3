using System.Buffers;
using System.Text;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// A row that was saved with its checksum, as read again. SQLite keeps values of any type in any column, and has no checksums of its own
/// ("Datatypes In SQLite"; "How To Corrupt An SQLite Database File"): both are checked here.
/// </summary>
/// <remarks>Asks SQLite itself for the values, for hundreds of thousands of rows: the reader makes an object of each.</remarks>
/// <param name="reader">Before its first row.</param>
/// <param name="table">For the message.</param>
internal sealed class SavedRow(SqliteDataReader reader, string table)
{
    private const int LongestShown = 60;

    /// <param name="Type">As SQLite numbers types.</param>
    /// <param name="Bytes">Where those of text and of a blob are; empty for others.</param>
    private readonly record struct Cell(int Type, long Number, Range Bytes);

    private readonly Cell[] cells = new Cell[reader.FieldCount];
    private readonly ArrayBufferWriter<byte> content = new();

    private readonly RowChecksum sum = new();

    /// <summary>Goes on to the next row; false when there is none.</summary>
    /// <exception cref="DamagedDatabaseException">It is not as it was saved.</exception>
    public bool Next()
    {
        if (!reader.Read())
            return false;
        var row = reader.Handle ?? throw new InvalidOperationException("the row is read after the end of its reader");
        content.ResetWrittenCount();
        for (var column = 0; column < cells.Length; column++)
            cells[column] = Read(row, column);
        Check();
        return true;
    }

    private Cell Read(sqlite3_stmt row, int column)
    {
        var type = raw.sqlite3_column_type(row, column);
        if (type == raw.SQLITE_INTEGER)
            return new Cell(type, raw.sqlite3_column_int64(row, column), default);
        var start = content.WrittenCount;
        if (type is raw.SQLITE_TEXT or raw.SQLITE_BLOB)
            content.Write(raw.sqlite3_column_blob(row, column));
        return new Cell(type, 0, start..content.WrittenCount);
    }

    /// <exception cref="DamagedDatabaseException">The value is no text.</exception>
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column, raw.SQLITE_TEXT));

    /// <param name="texts">Gives the same string for the same text.</param>
    /// <exception cref="DamagedDatabaseException">The value is no text.</exception>
    public string Text(int column, StringPool texts) => texts.Get(Bytes(column, raw.SQLITE_TEXT));

    /// <exception cref="DamagedDatabaseException">The value is no whole number.</exception>
    public long Number(int column) =>
        cells[column] is { Type: raw.SQLITE_INTEGER, Number: var number } ? number : throw Wrong(column);

    /// <exception cref="DamagedDatabaseException">The value is no whole number in the range.</exception>
    public long Number(int column, long minimum, long maximum) =>
        Number(column) is var value && value >= minimum && value <= maximum ? value : throw Wrong(column);

    /// <exception cref="DamagedDatabaseException">The value is no moment.</exception>
    public DateTimeOffset Moment(int column) =>
        new(Number(column, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    /// <exception cref="DamagedDatabaseException">The value is neither a moment nor NULL.</exception>
    public DateTimeOffset? OptionalMoment(int column) => IsNull(column) ? null : Moment(column);

    /// <returns>Only until the next row.</returns>
    /// <exception cref="DamagedDatabaseException">The value is no bytes.</exception>
    public ReadOnlySpan<byte> Bytes(int column) => Bytes(column, raw.SQLITE_BLOB);

    /// <summary>
    /// Compares the last column, the checksum, with all others. A row without one was written by a version that made none.
    /// </summary>
    private void Check()
    {
        var last = cells.Length - 1;
        if (IsNull(last))
            return;
        foreach (var cell in cells.AsSpan(0, last))
            Add(cell);
        if (Number(last) != sum.Total())
            throw new DamagedDatabaseException($"a row of the table `{table}` is not as it was saved");
    }

    private void Add(in Cell cell)
    {
        var bytes = content.WrittenSpan[cell.Bytes];
        switch (cell.Type)
        {
            case raw.SQLITE_INTEGER:
                sum.AddNumber(cell.Number);
                break;
            case raw.SQLITE_TEXT:
                sum.AddText(bytes);
                break;
            case raw.SQLITE_BLOB:
                sum.AddBytes(bytes);
                break;
            case raw.SQLITE_NULL:
                sum.AddNull();
                break;
            default:
                sum.AddOther();
                break;
        }
    }

    private bool IsNull(int column) => cells[column].Type == raw.SQLITE_NULL;

    private ReadOnlySpan<byte> Bytes(int column, int type) =>
        cells[column].Type == type ? content.WrittenSpan[cells[column].Bytes] : throw Wrong(column);

    private DamagedDatabaseException Wrong(int column)
    {
        var text = reader.GetValue(column).ToString() ?? "";
        var shown = Shortened.Text(text, LongestShown);
        return new($"in the table `{table}`, `{shown}` is no value of `{reader.GetName(column)}`");
    }
}
