using System.Collections.Immutable;

namespace AmiGovernance.Console.Pages;

/// <summary>A form of the console. Files have none.</summary>
/// <param name="Action">The address that it is sent to.</param>
/// <param name="Submit">What the button says.</param>
public sealed record Form(string Action, string Submit, ImmutableArray<Field> Fields) : Block
{
    /// <summary>Whether it changes something: then it is posted with the proof that this page sent it.</summary>
    public bool Changes { get; init; }

    /// <summary>That proof; set by the server.</summary>
    public string? Proof { get; init; }
}

/// <param name="Name">Of the value that is sent.</param>
/// <param name="Hint">What to write; may be empty.</param>
public sealed record Field(string Name, string Label, FieldKind Kind = FieldKind.Line, string Hint = "")
{
    public string Value { get; init; } = "";

    /// <summary>Of a choice: values with what they are called.</summary>
    public ImmutableArray<(string Value, string Label)> Choices { get; init; } = [];

    public bool IsRequired { get; init; }

    /// <summary>A line that shows again what was sent.</summary>
    public static Field Line(PageRequest given, string name, string label, string hint = "", bool isRequired = true) =>
        new(name, label, Hint: hint) { Value = given.Value(name), IsRequired = isRequired };
}

public enum FieldKind
{
    Line,
    Lines,
    Choice,
    Hidden,
}
