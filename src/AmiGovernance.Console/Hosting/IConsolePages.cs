using AmiGovernance.Console.Pages;

namespace AmiGovernance.Console.Hosting;

/// <summary>What the console shows, and what is done with what people send.</summary>
public interface IConsolePages
{
    /// <summary>The places that every page leads to, in their order.</summary>
    IReadOnlyList<Place> Places { get; }

    /// <summary>Changes nothing. Null where there is no such page.</summary>
    Task<Page?> Show(PageRequest request, CancellationToken cancel);

    /// <summary>How far what is being read is, as often as it changes; ends when nothing is being read.</summary>
    IAsyncEnumerable<string> Progress(CancellationToken cancel);

    /// <summary>Does what a form asks for, and says what became of it. Null where nothing is sent to.</summary>
    Task<Page?> Send(PageRequest request, CancellationToken cancel);
}
