using AmiGovernance.Core.Base.Text;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// A row that was saved with its checksum, as read again. SQLite keeps values of any type in any column, and has no checksums of its own
/// ("Datatypes In SQLite"; "How To Corrupt An SQLite Database File"): both are checked here.
/// </summary>
/// <param name="table">For the message.</param>
internal readonly struct SavedRow(SqliteDataReader reader, string table)
{
    private const int LongestShown = 60;

    /// <exception cref="DamagedDatabaseException">The value is no text.</exception>
    public string Text(int column) => reader.GetValue(column) as string ?? throw Wrong(column);

    /// <exception cref="DamagedDatabaseException">The value is no whole number.</exception>
    public long Number(int column) => reader.GetValue(column) is long value ? value : throw Wrong(column);

    /// <exception cref="DamagedDatabaseException">The value is no whole number in the range.</exception>
    public long Number(int column, long minimum, long maximum) =>
        Number(column) is var value && value >= minimum && value <= maximum ? value : throw Wrong(column);

    /// <exception cref="DamagedDatabaseException">The value is no moment.</exception>
    public DateTimeOffset Moment(int column) =>
        new(Number(column, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    /// <exception cref="DamagedDatabaseException">The value is neither a moment nor NULL.</exception>
    public DateTimeOffset? OptionalMoment(int column) => reader.IsDBNull(column) ? null : Moment(column);

    /// <exception cref="DamagedDatabaseException">The value is no bytes.</exception>
    public byte[] Bytes(int column) => reader.GetValue(column) as byte[] ?? throw Wrong(column);

    /// <summary>
    /// Compares the last column, the checksum, with all others. A row without one was written by a version that made none.
    /// </summary>
    /// <exception cref="DamagedDatabaseException">They are not what was saved.</exception>
    public void Check()
    {
        var last = reader.FieldCount - 1;
        if (reader.IsDBNull(last))
            return;
        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        if (Number(last) != RowChecksum.Of(values.AsSpan(0, last)))
            throw new DamagedDatabaseException($"a row of the table `{table}` is not as it was saved");
    }

    private DamagedDatabaseException Wrong(int column)
    {
        var text = reader.GetValue(column).ToString() ?? "";
        var shown = Shortened.Text(text, LongestShown);
        return new($"in the table `{table}`, `{shown}` is no value of `{reader.GetName(column)}`");
    }
}
