(function () {
  var section = document.getElementById('steps');
  var steps = section.querySelectorAll('.step');
  var choose = section.querySelector('.choose');
  var buttons = choose.querySelectorAll('button');
  var less = window.matchMedia('(prefers-reduced-motion: reduce)');

  // One day at a time.
  var walk = document.getElementById('walk');
  var days = walk.querySelectorAll('.day');
  var told = document.getElementById('walk-told');
  var play = document.getElementById('walk-play');
  var next = document.getElementById('walk-next');
  var words = [play.textContent, play.dataset.pause];
  var at = 1;
  var timer = 0;
  function draw() {
    var hits = 0;
    days.forEach(function (day, i) {
      day.classList.toggle('later', i >= at);
      day.classList.toggle('now', i === at - 1);
      day.classList.toggle('old', at - i > 5);
      hits += at > i && day.classList.contains('hit') ? 1 : 0;
    });
    var text = told.dataset.pattern.split('{day}').join(at).split('{hits}').join(hits);
    told.textContent = text.split('{value}').join(days[at - 1].dataset.value);
    next.setAttribute('aria-disabled', String(at === days.length));
  }
  function step() {
    at = Math.min(at + 1, days.length);
    draw();
  }
  function pause() {
    clearInterval(timer);
    timer = 0;
    play.textContent = words[0];
    told.setAttribute('aria-live', 'polite');
  }
  function start() {
    if (less.matches) return;
    if (at === days.length) { at = 1; draw(); }
    play.textContent = words[1];
    told.setAttribute('aria-live', 'off');
    timer = setInterval(function () {
      step();
      if (at === days.length) pause();
    }, 400);
  }
  function motion() {
    pause();
    play.hidden = less.matches;
    document.getElementById('walk-still').hidden = !less.matches;
    // What stands still is for those for whom nothing moves, and for paper.
    var twelve = document.getElementById('walk-twelve');
    if (twelve) twelve.hidden = !less.matches;
  }
  play.addEventListener('click', function () { if (timer) pause(); else start(); });
  next.addEventListener('click', function () { pause(); step(); });
  document.getElementById('walk-again').addEventListener('click', function () { pause(); at = 1; draw(); });
  less.addEventListener('change', motion);
  // Paper shows all days.
  var before = 1;
  window.addEventListener('beforeprint', function () { pause(); before = at; at = days.length; draw(); });
  window.addEventListener('afterprint', function () { at = before; draw(); });
  walk.querySelector('.choose').hidden = false;
  motion();
  draw();

  function show(which) {
    pause();
    steps.forEach(function (step, at) {
      step.hidden = steps.length > which ? at !== which : false;
    });
    buttons.forEach(function (button, at) {
      button.setAttribute('aria-pressed', String(at === which));
    });
  }
  buttons.forEach(function (button, at) {
    button.addEventListener('click', function () { show(at); });
  });
  choose.hidden = false;
  show(less.matches ? steps.length : 0);
})();
