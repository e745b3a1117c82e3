using System.Reflection;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>What becomes of a call.</summary>
internal enum Trouble
{
    None,

    /// <summary>Nothing was done, and the caller is told that it failed.</summary>
    Before,

    /// <summary>It was done, and the answer is lost.</summary>
    After,

    /// <summary>The process ends, and the call was not made.</summary>
    KilledBefore,

    /// <summary>The process ends, and the call was made.</summary>
    KilledAfter,
}

#pragma warning disable CA1852 // DispatchProxy makes a subclass at run time
/// <summary>A port whose calls may fail, and at whose calls the process may be killed.</summary>
internal class Troubled<T> : DispatchProxy
    where T : class
{
    private T inner = null!;
    private Func<string, Trouble> decide = null!;
    private Func<string, Exception> fail = null!;

    public static T Over(T inner, Func<string, Trouble> decide, Func<string, Exception> fail)
    {
        var proxy = Create<T, Troubled<T>>();
        var troubled = (Troubled<T>)(object)proxy;
        (troubled.inner, troubled.decide, troubled.fail) = (inner, decide, fail);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = targetMethod!;
        if (method.IsSpecialName)
            return method.Invoke(inner, args);
        var trouble = decide(method.Name);
        if (trouble == Trouble.KilledBefore)
            throw new KilledException();
        if (trouble == Trouble.Before)
            throw fail(method.Name);
        object? answer;
        try
        {
            answer = method.Invoke(inner, args);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } cause)
        {
            throw cause;
        }
        if (trouble == Trouble.KilledAfter)
            throw new KilledException();
        return trouble == Trouble.After ? throw fail(method.Name) : answer;
    }
}
