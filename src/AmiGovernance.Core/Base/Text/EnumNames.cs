namespace AmiGovernance.Core.Base.Text;

/// <summary>The values of an enum with the words that stand for them in documents: one table, read both ways.</summary>
public sealed class EnumNames<T>
    where T : struct, Enum
{
    private readonly T[] values;
    private readonly string[] names;

    /// <param name="table">Each value once, in the order in which the names are listed.</param>
    public EnumNames(params ReadOnlySpan<(T Value, string Name)> table)
    {
        values = new T[table.Length];
        names = new string[table.Length];
        for (var i = 0; i < table.Length; i++)
            (values[i], names[i]) = table[i];
    }

    public IReadOnlyList<string> All => names;

    /// <exception cref="ArgumentOutOfRangeException">The value has no word: a bug.</exception>
    public string Of(T value)
    {
        var at = Array.IndexOf(values, value);
        return at >= 0
            ? names[at]
            : throw new ArgumentOutOfRangeException(nameof(value), value, "the table has no word for it");
    }

    /// <summary>Null when the word stands for no value.</summary>
    public T? Find(string? name)
    {
        var at = Array.IndexOf(names, name);
        return at >= 0 ? values[at] : null;
    }
}
