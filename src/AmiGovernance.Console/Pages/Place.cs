namespace AmiGovernance.Console.Pages;

/// <param name="Path">Such as `/exceptions`.</param>
public sealed record Place(string Path, string Title);
