// Logistic regression with an L2 penalty over binary features, by L-BFGS. No library, no chance: the same samples give the same weights.

/** samples: [{ features: number[], positive, weight }]; `prior`: the weight that the penalty draws each feature to. Returns one weight a feature and, last, the bias. */
export function regress(samples, prior, { penalty, rounds = 150 }) {
  const n = prior.length + 1;
  const value = (weights, gradient) => lossOf(samples, weights, gradient, { penalty, prior });
  let weights = Float64Array.from([...prior, 0]);
  let gradient = new Float64Array(n);
  let loss = value(weights, gradient);
  const [steps, changes] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const direction = directionOf(gradient, steps, changes);
    const slope = -dot(gradient, direction);
    let [size, next, nextLoss] = [1, weights, loss];
    const nextGradient = new Float64Array(n);
    for (let attempt = 0; attempt < 25; attempt++, size /= 2) {
      next = added(weights, direction, -size);
      nextLoss = value(next, nextGradient);
      if (nextLoss <= loss + 1e-4 * size * slope) break;
    }
    const step = added(next, weights, -1);
    const change = added(nextGradient, gradient, -1);
    if (dot(step, change) > 1e-12) {
      steps.push(step);
      changes.push(change);
      if (steps.length > 8) for (const list of [steps, changes]) list.shift();
    }
    const done = Math.abs(loss - nextLoss) < 1e-7 * Math.abs(loss);
    [weights, gradient, loss] = [next, nextGradient, nextLoss];
    if (done) break;
  }
  return weights;
}

function lossOf(samples, weights, gradient, { penalty, prior }) {
  const bias = weights.length - 1;
  gradient.fill(0);
  let loss = 0;
  for (const { features, positive, weight } of samples) {
    let sum = weights[bias];
    for (const feature of features) sum += weights[feature];
    const margin = positive ? sum : -sum;
    loss += weight * (Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin))));
    const pull = weight / (1 + Math.exp(margin));
    const slope = positive ? -pull : pull;
    for (const feature of features) gradient[feature] += slope;
    gradient[bias] += slope;
  }
  for (let i = 0; i < bias; i++) {
    const off = weights[i] - prior[i];
    loss += 0.5 * penalty * off ** 2;
    gradient[i] += penalty * off;
  }
  return loss;
}

/** The two-loop recursion. */
function directionOf(gradient, steps, changes) {
  let direction = gradient.slice();
  const parts = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    parts[k] = dot(steps[k], direction) / dot(steps[k], changes[k]);
    direction = added(direction, changes[k], -parts[k]);
  }
  const last = steps.length - 1;
  const scale =
    last < 0
      ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)))
      : dot(steps[last], changes[last]) / dot(changes[last], changes[last]);
  direction = direction.map((x) => x * scale);
  for (let k = 0; k < steps.length; k++) {
    const back = dot(changes[k], direction) / dot(steps[k], changes[k]);
    direction = added(direction, steps[k], parts[k] - back);
  }
  return direction;
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function added(a, b, factor) {
  return a.map((x, i) => x + factor * b[i]);
}
