namespace AmiGovernance.Console.Pages;

/// <param name="Path">Such as `/requests/CLOUD-1`, decoded.</param>
/// <param name="Values">Of the query or of the form: the first value of each name.</param>
public sealed record PageRequest(string Path, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Empty where there is none.</summary>
    public string Value(string name) => Values.GetValueOrDefault(name, "");
}
