(function () {
  var section = document.getElementById('steps');
  var steps = section.querySelectorAll('.step');
  var choose = section.querySelector('.choose');
  var buttons = choose.querySelectorAll('button');
  function show(which) {
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
  var still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  show(still ? steps.length : 0);
})();
